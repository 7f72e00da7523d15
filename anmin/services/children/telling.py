"""How the allowances for children ask, tell their reckoning, and speak in their papers."""

from dataclasses import replace
from datetime import date
from typing import Any

from anmin.kernel.declare import FactGroup, PaperKind, ReceiptLine, Review
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.children.flow import MATERIALS

ASKS = (
    FactGroup("家庭", ("receiving_dibao", "dibao_amount_month", "receiving_edge"), ("dibao_persons",)),
    FactGroup(
        "儿童", ("own_hukou_here", "in_child_institution"),
        ("adopted", "study", "disability_kind", "disability_grade", "serious_illness"),
        hint="年龄由系统按身份证号推算；只填儿童，其他成员不用填。",
    ),
    FactGroup(
        "父亲", ("father_state", "father_state_months"),
        ("father_disability_kind", "father_disability_grade", "father_lost_verified"),
    ),
    FactGroup(
        "母亲", ("mother_state", "mother_state_months"),
        ("mother_disability_kind", "mother_disability_grade", "mother_lost_verified"),
    ),
    FactGroup(
        "儿童本人已领", ("disability_living_subsidy_month",),
        ("counted_in_dibao", "receiving_tekun", "tekun_amount_month"),
        hint="补差只减儿童本人的份额；重度残疾人护理补贴不减。",
    ),
)  # fmt: skip
RECEIPT = (
    ReceiptLine("orphan_month_home"),
    ReceiptLine("standard_total_month"),
    ReceiptLine("less_total_month", "−", optional=True),
    ReceiptLine("amount_month", "="),
)


def _granted(matter: Any) -> str:
    return (
        "补贴不计入家庭收入。家庭此后纳入低保、特困的，重新计算差额；"
        "享受全额补贴的残疾儿童不享受困难残疾人生活补贴，可以享受重度残疾人护理补贴。"
    )


def _granted_orphan(matter: Any) -> str:
    return (
        "孤儿中的残疾儿童不享受困难残疾人生活补贴，可以享受重度残疾人护理补贴；同时符合特困供养条件的，只能择一享受。"
    )


UNSUPPORTED = Wording(
    benefit="儿童基本生活保障",
    act="关于进一步加强事实无人抚养儿童保障工作的意见",
    number="民发〔2019〕62号",
    prefix="儿保",
    acceptance="二（一）",
    conditions="一",
    decision="二（三）",
    refusal="二（三）",
    amount="三（一）",
    money="基本生活补贴",
    steps=(
        "乡镇（街道）自受理之日起15个工作日内查验，主要通过部门信息比对；",
        "县级民政部门自收到材料之日起15个工作日内确认；",
        "为保护儿童隐私，全过程不公示；",
        "确认的次月起发放，并纳入全国儿童福利信息系统。",
    ),
    duty="父母情形消失、儿童被收养、年满十八周岁或者户籍迁移的，监护人应当及时报告；儿童主任定期走访。",
    granted=_granted,
    after_refusal="对查验结论有异议的，可以要求入户等方式重新查验；情况变化、符合条件的，可以随时重新申请。",
    materials=MATERIALS,
)
ORPHANS = replace(
    UNSUPPORTED,
    act="国务院办公厅关于加强孤儿保障工作的意见",
    number="国办发〔2010〕54号",
    acceptance="二（一）",
    conditions="一",
    decision="二（一）",
    refusal="二（一）",
    amount="二（一）",
    money="孤儿基本生活费",
    steps=(
        "乡镇（街道）自受理之日起查验核实；",
        "县级民政部门审核确认；",
        "确认的次月起发放，并纳入全国儿童福利信息系统。",
    ),
    duty="被收养、查找到父母、年满十八周岁或者户籍迁移的，监护人应当及时报告；儿童主任定期走访。",
    granted=_granted_orphan,
)
FIRST_UNSUPPORTED = date(2020, 1, 1)


def _by_class(kind: str, orphans: dict[str, PaperKind], others: dict[str, PaperKind]) -> PaperKind:
    """The paper in the words of the document that the child falls under: orphans, and everyone before 2020."""

    def make(matter: Any) -> Any:
        paid = {name: matter.results.get(name, 0) for name in ("orphans", "unsupported_children", "hardship_children")}
        only_orphans = paid["orphans"] and not (paid["unsupported_children"] or paid["hardship_children"])
        before = matter.law_day < FIRST_UNSUPPORTED
        return (orphans if only_orphans or before else others)[kind].make(matter)

    return replace(others[kind], make=make)


def _papers() -> dict[str, PaperKind]:
    orphans, others = usual_papers(ORPHANS, "change"), usual_papers(UNSUPPORTED, "change")
    return {kind: _by_class(kind, orphans, others) for kind in others if kind != "notice"}


PAPERS = _papers()
REVIEW = Review(
    klass="review_class",
    months="review_every",
    every="review_months",
    cite="民发〔2019〕62号 二（四）；国办发〔2010〕54号 二（一）",
    after={"died": "1 month", "": "30 WD"},
    after_cite={"died": "民发〔2019〕62号 二（四）", "": "民发〔2019〕62号 二（四）"},
    paper="change",
)
