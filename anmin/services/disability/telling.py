"""How the subsidies for the disabled ask, tell their reckoning, and speak in their papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, PaperKind, ReceiptLine, Review
from anmin.kernel.flow.declare import Facts, Paper, Para, chinese_date
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.disability.flow import MATERIALS

ASKS = (
    FactGroup("家庭", ("receiving_dibao", "receiving_edge")),
    FactGroup(
        "残疾证", ("disability_kind", "disability_grade", "own_hukou_here"),
        ("multiple_with_mental", "disability_card_invalid", "needs_long_term_care", "no_fixed_income", "away_status"),
        hint="已登记残疾证的不用重复填写；户籍不在本地的在此受理，转户籍地审核发放。",
    ),
    FactGroup(
        "已享受的其他待遇", ("receiving_tekun", "receiving_injury_care", "receiving_orphan", "receiving_unsupported_child"),
        (
            "unsupported_child_gap_only", "elder_service_subsidy_month", "elder_nursing_subsidy_month",
            "other_living_allowance_month", "other_care_allowance_month", "receiving_elder_allowance",
            "elder_allowance_month",
        ),
        hint="同类补贴择高，不能兼领。",
    ),
    FactGroup(
        "严重精神障碍患者监护", (),
        ("psychosis_registered", "guardian_agreement", "guardian_check_passed", "psychosis_incident"),
    ),
)  # fmt: skip
RECEIPT = (
    ReceiptLine("living_total_month"),
    ReceiptLine("care_total_month", "+"),
    ReceiptLine("guardian_total_month", "+", optional=True),
    ReceiptLine("amount_month", "="),
)
WORDS = Wording(
    benefit="残疾人两项补贴",
    act="国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见",
    number="国发〔2015〕52号",
    prefix="残补",
    granting="审定",
    acceptance="三（一）",
    conditions="二（一）",
    decision="三（二）",
    refusal="三（二）",
    amount="二（二）",
    money="残疾人补贴",
    steps=(
        "乡镇（街道）受理后7个工作日内初审；",
        "县级残联10个工作日内审核残疾情况；",
        "县级民政部门5个工作日内审定；",
        "审定合格的，自递交申请当月起计发。",
    ),
    duty="残疾证到期、类别等级变更、户籍迁移、家庭不再是低保或低保边缘家庭、享受其他同类待遇的，应当及时报告。",
    after_refusal="情况发生变化、符合条件的，可以随时重新申请，自重新递交申请当月计发。",
    materials=MATERIALS,
)


def forwarded(matter: Any) -> Paper:
    """转办告知书: the request goes to the place of registration; nothing has to be brought there again."""
    told = matter.answers
    office = matter.office.name if matter.office else f"{matter.town}人民政府"
    return Paper(
        title="残疾人两项补贴申请转办告知书",
        blocks=(
            Para(
                f"你于{chinese_date(matter.received_on)}在我单位提出的残疾人两项补贴申请（编号{matter.case_number}），"
                "户籍不在本地。按照跨省通办的规定，我单位已代为收件并转交户籍地审核，你不必到户籍地重复提交材料。"
            ),
            Facts(
                (
                    ("户籍地", str(told.get("to_place", ""))),
                    ("户籍地受理机关", str(told.get("to_office", ""))),
                    ("移交方式", str(told.get("handed", ""))),
                    ("移交日期", chinese_date(matter.made_on)),
                )
            ),
            Para("补贴由户籍地审定和发放，审定合格的自你在此递交申请的当月计发。可凭本告知书编号向两地查询办理情况。"),
        ),
        issuer=office,
        made_on=matter.made_on,
        number=matter.number,
        recipient=matter.applicant,
        seal=office,
        qr=matter.case_number,
    )


PAPERS = usual_papers(WORDS, "change") | {
    "forwarded": PaperKind("转办告知书", forwarded, numbered=True, prefix="残补转")
}
REVIEW = Review(
    klass="review_class",
    months="review_every",
    every="review_months",
    cite="国发〔2015〕52号 三（四）",
    after={"died": "1 month", "": "30 WD"},
    after_cite={"died": "国发〔2015〕52号 三（四）", "": "国发〔2015〕52号 三（四）"},
    paper="change",
)
