"""How 高龄津贴 asks, tells its reckoning, and speaks in its papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, ReceiptLine, Review
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.elder_allowance.flow import MATERIALS

ASKS = (
    FactGroup("申请", ("receiving_dibao", "receiving_edge")),
    FactGroup(
        "老人", ("own_hukou_here", "elder_allowance_elsewhere"),
        ("receiving_tekun", "pension_month", "survival_unverified"),
        hint="年龄由系统按身份证号推算，不用填写。",
    ),
)  # fmt: skip
RECEIPT = (ReceiptLine("amount_month"),)
RHYTHM = {1: "按月", 3: "按季", 6: "每半年"}


def _granted(matter: Any) -> str:
    months = matter.results.get("pays_every", 1)
    said = "" if months == 1 else f"津贴按月计算，{RHYTHM.get(months, f'每{months}个月')}发放一次。"
    return f"{said}满八十、九十、一百周岁等分档年龄的，按当地规定的月份自动调整，不用重新申请。"


PAPERS = usual_papers(
    Wording(
        benefit="高龄津贴",
        act="中华人民共和国老年人权益保障法",
        number="主席令第24号",
        prefix="高龄",
        granting="批准",
        acceptance="第三十三条",
        conditions="第三十三条",
        decision="第三十三条",
        notice="第三十三条",
        refusal="第三十三条",
        amount="第三十三条",
        money="高龄津贴",
        steps=(
            "乡镇（街道）核实年龄、户籍和生存情况，10个工作日内提出初审意见；",
            "初审意见在村（社区）公示7日；",
            "县级民政部门自收到材料之日起10个工作日内审批。",
        ),
        duty="每年（百岁老人每半年）配合一次生存认证；迁出户籍、去世的，本人或家属应当及时报告，多领的应当退回。",
        granted=_granted,
        after_refusal="达到年龄或者户籍迁入后，可以随时申请。",
        materials=MATERIALS,
    ),
    "change",
)
REVIEW = Review(
    klass="review_class",
    months="review_every",
    every="review_months",
    cite="各地高龄津贴办法（通行做法）",
    after={"died": "1 month", "": "30 WD"},
    after_cite={"died": "各地高龄津贴办法（通行做法）", "": "各地高龄津贴办法（通行做法）"},
    paper="change",
)
