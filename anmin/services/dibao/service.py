"""低保: the manifest."""

from anmin.kernel.declare import Service
from anmin.kernel.people.declare import Roster
from anmin.services.dibao.flow import FLOWS
from anmin.services.dibao.papers import PAPERS
from anmin.services.dibao.review import REVIEW
from anmin.services.dibao.roster import ROSTER
from anmin.services.dibao.roster_households import group_households
from anmin.services.dibao.telling import ASKS, RECEIPT

SERVICE = Service(
    name="dibao",
    label="最低生活保障",
    code="DB",
    group="社会救助",
    cite="社会救助暂行办法 第二章；民发〔2021〕57号；民发〔2012〕220号",
    flows=FLOWS,
    pays="amount_month",
    covers="members_counted",
    earmarks={"urban": ("2081901", "城市最低生活保障金"), "rural": ("2081902", "农村最低生活保障金")},
    asks=ASKS,
    receipt=RECEIPT,
    papers=PAPERS,
    reviews=REVIEW,
    roster=Roster(ROSTER, group_households),
    keep="停保后10年",
)
