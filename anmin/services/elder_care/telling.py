"""How the care benefits for the elderly ask, tell their reckoning, and speak in their papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, PaperKind, ReceiptLine, Review
from anmin.kernel.flow.declare import Facts, Paper, Para, chinese_date, rights
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.elder_care.facts import ITEMS
from anmin.services.elder_care.flow import GRADES, MATERIALS, VOUCHER


def _items(of: str) -> tuple[str, ...]:
    return tuple(name for code, name, _, _ in ITEMS if code.startswith(of))


ASKS = (
    FactGroup("家庭", ("receiving_dibao", "receiving_edge", "receiving_rigid")),
    FactGroup(
        "老人", ("own_hukou_here", "care_mode"),
        (
            "receiving_tekun", "receiving_injury_care", "disability_living_subsidy_month",
            "disability_care_subsidy_month", "long_term_care_insurance", "care_bill_month",
        ),
        hint="年龄由系统按身份证号推算；同类补贴择高，不能兼领。",
    ),
    FactGroup(
        "能力评估", ("ability_assessed_by", "months_since_assessment"),
        ("in_coma", "dementia_or_mental", "care_risk_events"),
        hint="由两名评估员按 GB/T 42195-2022 评估后填写；各项分数越高能力越好，默认满分。",
    ),
    FactGroup("自理能力（8 项，32 分）", (), _items("B.1")),
    FactGroup("基础运动能力（4 项，15 分）", (), _items("B.2")),
    FactGroup("精神状态（9 项，28 分）", (), _items("B.3")),
    FactGroup("感知觉与社会参与（5 项，15 分）", (), _items("B.4")),
)  # fmt: skip
RECEIPT = (
    ReceiptLine("voucher_total_month", "", optional=True),  # first, because the last line is the sum that is paid
    ReceiptLine("service_total_month"),
    ReceiptLine("nursing_total_month", "+"),
    ReceiptLine("amount_month", "="),
)


def _granted(matter: Any) -> str:
    if not matter.results.get("any_voucher"):
        return ""
    return "另符合养老服务消费补贴条件，电子券在审批后5个工作日内首次发放，以后每月1日发放，当月有效，按实际账单抵扣。"


WORDS = Wording(
    benefit="养老服务补贴",
    act="中华人民共和国老年人权益保障法",
    number="主席令第24号",
    prefix="养老",
    granting="批准",
    acceptance="第三十七条",
    conditions="第三十条、第三十七条",
    decision="第三十七条",
    refusal="第三十七条",
    amount="第三十条、第三十七条",
    money="养老服务补贴和护理补贴",
    steps=(
        "两名评估员上门按《老年人能力评估规范》（GB/T 42195-2022）评估，15个工作日内告知结果；",
        "对评估结果有异议的，可以申请复评；",
        "县级民政部门10个工作日内审批。",
    ),
    duty="能力评估有效期12个月，到期前应当配合复评；身体状况、家庭类别、养老方式变化的，应当及时报告。",
    granted=_granted,
    after_refusal="身体状况或者家庭情况发生变化的，可以随时重新申请评估和补贴。",
    materials=MATERIALS,
)


def _number(matter: Any, name: str, usual: int) -> int:
    """A dated number of the reckoning; the national one where nothing was reckoned."""
    return matter.reckoning.numbers.get(name, usual) if matter.reckoning else usual


def _paper(matter: Any, title: str, *blocks: Any) -> Paper:
    office = matter.office.name if matter.office else f"{matter.county}民政局"
    return Paper(
        title=title, blocks=blocks, issuer=office, made_on=matter.made_on, number=matter.number,
        recipient=matter.applicant, seal=office, qr=matter.case_number,
    )  # fmt: skip


def assessment_result(matter: Any) -> Paper:
    """评估结果告知书: scores of the four parts of each assessed elder, the grade, and how to ask for another look."""
    tables = []
    nodes = matter.reckoning.person_results if matter.reckoning else []
    for name, said in zip(matter.members, nodes, strict=False):
        if not said.get("assessment_valid"):
            continue
        grade = dict(GRADES)[str(said["grade_final"])]
        tables.append(
            Facts(
                (
                    ("老人", name),
                    ("最终等级", grade),
                    ("自理能力", f"{said['score_self_care']}/32"),
                    ("基础运动能力", f"{said['score_movement']}/15"),
                    ("精神状态", f"{said['score_mind']}/28"),
                    ("感知觉与社会参与", f"{said['score_senses']}/15"),
                    ("总分", f"{said['score_total']}/90"),
                    ("初步等级", dict(GRADES)[str(said["grade_initial"])]),
                )
            )
        )
    return _paper(
        matter,
        "老年人能力评估结果告知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的申请（编号{matter.case_number}），能力评估已完成，结果如下："
        ),
        *tables,
        Para(
            "分数越高能力越好，满分90分。评估结果自评估完成之日起"
            f"{_number(matter, 'assessment_valid_months', 12)}个月内有效；身体状况有变化的，可以申请即时评估。"
        ),
        Para("对结果有异议的，可以向我单位申请复评；复评一般另派评估员。"),
    )


def voucher_notice(matter: Any) -> Paper:
    """电子券批准告知书: nothing in cash, a voucher by the month."""
    return _paper(
        matter,
        "养老服务消费补贴批准告知书",
        Para(
            f"你于{chinese_date(matter.received_on)}提出的申请（编号{matter.case_number}），经评估和审核，"
            f"符合{VOUCHER}规定的条件，批准发放养老服务消费补贴电子券。"
        ),
        Para(
            "首张电子券在5个工作日内发放，以后每月1日发放，当月有效；按实际养老服务账单的"
            f"{_number(matter, 'voucher_bp', 4000) // 100}%抵扣，每人每月不超过"
            f"{_number(matter, 'voucher_cap_month', 80000) // 100}元，不兑现金。停发的，从次月起不再发放。"
        ),
        rights("本决定", government=f"{matter.county}人民政府", on=matter.made_on, department="上一级民政部门"),
    )


PAPERS = usual_papers(WORDS, "change") | {
    "result": PaperKind("能力评估结果告知书", assessment_result),
    "voucher": PaperKind("消费补贴批准告知书", voucher_notice, numbered=True, prefix="养老券", by_county=True),
}
REVIEW = Review(
    klass="review_class",
    months="review_every",
    every="review_months",
    cite="GB/T 42195-2022 5",
    after={"died": "1 month", "": "30 WD"},
    after_cite={"died": "各地养老服务补贴办法（通行做法）", "": "GB/T 42195-2022 5（即时评估）"},
    paper="change",
)
