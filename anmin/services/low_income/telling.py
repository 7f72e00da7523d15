"""How the recognition of low-income families asks for what it must know, tells its reckoning, and speaks in papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, ReceiptLine
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.low_income.rules import KINDS

ASKS = (
    FactGroup("申请", ("hukou_here", "receiving_dibao"), ("residence_permit", "refuses_investigation")),
    FactGroup(
        "身份与状况", ("disability_kind", "disability_grade", "serious_illness", "study"),
        ("receiving_tekun", "lives_together", "away_status", "legal_duty", "cannot_live_independently"),
    ),
    FactGroup(
        "收入", ("wage_month", "tax_and_insurance_month", "pension_month", "business_revenue_year", "business_cost_year"),
        (
            "wage_year", "property_income_month", "property_income_year", "resident_pension_other_month",
            "base_pension_month", "transfer_month", "transfer_year", "support_received_month", "support_paid_month",
        ),
        hint="核算期一般为申请前 12 个月；没有的留空。",
    ),
    FactGroup(
        "财产", ("financial_assets", "houses", "vehicles", "companies"),
        ("exempt_assets", "houses_exempt", "commercial_houses", "vehicles_exempt", "vehicle_price", "companies_exempt"),
    ),
    FactGroup(
        "刚性支出", ("medical_bills_year", "medical_reimbursed_year", "tuition_year", "public_tuition_year"),
        ("rehab_paid_year", "rehab_subsidy_year", "other_rigid_year", "living_cost_year"),
        hint="申请前 12 个月，凭票据；已由医保、救助和保险支付的部分单独填写，测算时扣除。",
    ),
)  # fmt: skip

RECEIPT = (
    ReceiptLine("category"),
    ReceiptLine("dibao__household_income_year"),
    ReceiptLine("dibao__members_counted"),
    ReceiptLine("dibao__income_per_head_month"),
    ReceiptLine("edge_line_month"),
    ReceiptLine("rigid_spending_year", "", optional=True),
    ReceiptLine("rigid_line_year", "", ("is_edge", False)),
    ReceiptLine("valid_for_months", "", optional=True),
)


BASIS = {
    "edge": "依照《最低生活保障审核确认办法》（民发〔2021〕57号）第八条，",
    "rigid": "依照《刚性支出困难家庭认定办法》（民发〔2024〕57号）第四条，",
}


def _granted(matter: Any) -> str:
    kind = KINDS.get(matter.results.get("category", ""), "低收入家庭")
    basis = BASIS.get(matter.results.get("category", ""), "")
    months = matter.results.get("valid_for_months", 0)
    door = "家庭中的重度残疾人、重病患者可以单独申请最低生活保障。" if matter.results.get("single_dibao_open") else ""
    return (
        f"{basis}认定你家庭为{kind}，有效期{months}个月，自作出决定之日起计算；期满仍有困难的重新提出申请，没有变化的材料不再重复提交。"
        f"可以凭本决定申请相应的医疗、教育、住房、就业等专项救助。{door}"
    )


PAPERS = usual_papers(
    Wording(
        benefit="低收入家庭",
        act="关于加强低收入人口动态监测做好分层分类社会救助工作的意见",
        number="国办发〔2023〕39号",
        prefix="低收",
        granting="认定",
        acceptance="四",
        conditions="二",
        decision="四",
        refusal="四",
        amount="二",
        steps=(
            "3个工作日内启动调查，不少于2人入户，并核对家庭经济状况和支出票据；",
            "乡镇（街道）提出初审意见，县级民政部门作出决定；",
            "全程一般30个工作日，人户分离等情况复杂的不超过45个工作日。",
        ),
        duty="家庭人口、收入、财产和支出发生变化的，应当及时报告。",
        granted=_granted,
    )
)
