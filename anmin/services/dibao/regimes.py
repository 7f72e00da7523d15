"""The words and articles in which the papers of 低保 speak, under either 办法."""

from dataclasses import dataclass
from datetime import date
from typing import Any

SINCE_2021 = date(2021, 7, 1)


@dataclass(frozen=True)
class Regime:
    """Words and articles of the 办法 that governs a case. An article left empty is not cited."""

    act: str
    number: str
    deciding: str
    granting: str
    notice_title: str
    acceptance: str
    supplement: str
    conditions: str
    notice: str
    decision: str
    refusal: str
    amount: str
    duty: str
    steps: tuple[str, ...]

    def cite(self, article: str = "") -> str:
        """《…办法》(文号)第…条, to be read aloud."""
        return f"《{self.act}》（{self.number}）{article}"


REGIME_2021 = Regime(
    act="最低生活保障审核确认办法",
    number="民发〔2021〕57号",
    deciding="审核确认",
    granting="确认",
    notice_title="最低生活保障初审意见公示",
    acceptance="第十条",
    supplement="第十条",
    conditions="第四条",
    notice="第十九条",
    decision="第二十一条",
    refusal="第二十一条",
    amount="第二十三条",
    duty="第三十条",
    steps=(
        "3个工作日内启动家庭经济状况调查，不少于2人入户；",
        "初审意见在村（社区）公示7日；",
        "县级民政部门收到材料之日起10个工作日内审核确认；",
        "全程一般30个工作日，情况复杂的不超过45个工作日。",
    ),
)
REGIME_2012 = Regime(
    act="最低生活保障审核审批办法（试行）",
    number="民发〔2012〕220号",
    deciding="审核审批",
    granting="批准",
    notice_title="最低生活保障审核审批公示",
    acceptance="第十一条",
    supplement="",
    conditions="第四条",
    notice="第二十五条",
    decision="",
    refusal="",
    amount="第二十七条",
    duty="",
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
