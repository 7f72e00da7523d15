"""The words and articles in which the papers of 低保 speak, under either 办法."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from anmin.kernel.usual.declare import Wording
from anmin.services.dibao.forms import MATERIALS, NOT_ACCEPTED

SINCE_2021 = date(2021, 7, 1)
SAID = {
    "benefit": "最低生活保障", "money": "最低生活保障金", "prefix": "低保", "materials": MATERIALS, "not_accepted": NOT_ACCEPTED,
}  # fmt: skip


@dataclass(frozen=True)
class Regime(Wording):
    """The 办法 that governs a case: `deciding` is its word for what the county does, `change` its article on changes."""

    deciding: str = ""
    notice_title: str = ""
    change: str = ""


REGIME_2021 = Regime(
    **SAID,
    act="最低生活保障审核确认办法",
    number="民发〔2021〕57号",
    deciding="审核确认",
    granting="确认",
    notice_title="最低生活保障初审意见公示",
    acceptance="第十条",
    conditions="第四条",
    notice="第十九条",
    decision="第二十一条",
    refusal="第二十一条",
    amount="第二十三条",
    change="第三十二条",
    steps=(
        "3个工作日内启动家庭经济状况调查，不少于2人入户；",
        "初审意见在村（社区）公示7日；",
        "县级民政部门收到材料之日起10个工作日内审核确认；",
        "全程一般30个工作日，情况复杂的不超过45个工作日。",
    ),
)
REGIME_2012 = Regime(
    **SAID,
    act="最低生活保障审核审批办法（试行）",
    number="民发〔2012〕220号",
    deciding="审核审批",
    granting="批准",
    notice_title="最低生活保障审核审批公示",
    acceptance="第十一条",
    conditions="第四条",
    notice="第二十五条",
    amount="第二十七条",
    steps=(
        "自受理之日起10个工作日内完成家庭经济状况调查，请予配合；",
        "调查结束后5个工作日内组织民主评议；",
        "审核结果在村（居）民委员会公示7日；",
        "县级民政部门自收到材料后5个工作日内提出审批意见，拟批准的再公示7日，公示期满后3个工作日内作出决定。",
    ),
)


def regime(matter: Any) -> Regime:
    """By the day whose law governs the case."""
    return REGIME_2021 if matter.law_day >= SINCE_2021 else REGIME_2012
