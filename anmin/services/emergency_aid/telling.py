"""How 临时救助 asks for what it must know, tells its reckoning, and speaks in its papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, ReceiptLine
from anmin.kernel.flow.declare import yuan
from anmin.kernel.usual.declare import Wording, usual_papers

ASKS = (
    FactGroup(
        "申请", ("aid_kind", "aid_cause", "aid_level", "hardship_lasts"),
        ("aid_unit", "happened_here", "hukou_here", "residence_permit", "receiving_dibao"),
    ),
    FactGroup("本年度救助", ("same_cause_this_year", "aids_this_year"), ("given_first",)),
    FactGroup("一事一议", (), ("decided_together", "aid_decided_together")),
    FactGroup("受助人员", ("aid_for_person",), ("receiving_tekun", "study")),
    FactGroup(
        "收入（支出型填写）", ("wage_month", "pension_month"),
        ("wage_year", "business_revenue_year", "business_cost_year", "property_income_month", "transfer_month"),
    ),
    FactGroup(
        "财产（支出型填写）", ("financial_assets",),
        ("exempt_assets", "houses", "houses_exempt", "commercial_houses", "vehicles", "vehicles_exempt", "vehicle_price",
         "companies", "companies_exempt"),
    ),
    FactGroup(
        "必需支出（支出型填写）", ("medical_bills_year", "medical_reimbursed_year", "tuition_year", "public_tuition_year"),
        ("rehab_paid_year", "rehab_subsidy_year", "other_rigid_year"),
        hint="申请前 12 个月，凭票据；已用于其他救助的票据不得重复使用。",
    ),
)  # fmt: skip

RECEIPT = (
    ReceiptLine("low_income__members_spending_year", "", ("aid_kind", "spending")),
    ReceiptLine("left_after_spending_year", "", ("aid_kind", "spending")),
    ReceiptLine("dibao__household_standard_year", "", ("aid_kind", "spending")),
    ReceiptLine("dibao__standard_month"),
    ReceiptLine("months_due", "×"),
    ReceiptLine("shares", "×", ("amount_basis", "person")),
    ReceiptLine("amount_by_standard", "="),
    ReceiptLine("amount_cap"),
    ReceiptLine("spending_borne", "", ("aid_kind", "spending")),
    ReceiptLine("amount"),
    ReceiptLine("given_already", "−", optional=True),
    ReceiptLine("amount_to_pay", "="),
)


def _granted(matter: Any) -> str:
    """What came first is named, so that both sums are understood."""
    given, whole = matter.results.get("given_already", 0), matter.results.get("amount", 0)
    if not given:
        return ""
    left = "本次发放其余部分。" if matter.results.get("amount_to_pay") else "不再另行发放。"
    return f"核定临时救助金共{yuan(whole)}元，其中先行救助已给付{yuan(given)}元，{left}"


PAPERS = usual_papers(
    Wording(
        benefit="临时救助",
        act="关于进一步加强和改进临时救助工作的意见",
        number="民发〔2018〕23号",
        prefix="临救",
        granting="批准",
        acceptance="二（二）",
        conditions="二（一）",
        decision="二（二）",
        notice="二（二）",
        refusal="二（一）",
        amount="二（三）",
        money="临时救助金",
        once=True,
        granted=_granted,
        steps=(
            "急难型：核实后直接审批；情况紧急的先行救助，10个工作日内补办手续；",
            "支出型：调查核对、公示7日后审批；",
            "金额在规定限额内的由乡镇（街道）审批，超过的由县级民政部门审批。",
        ),
        duty="救助金用于解决所述困难；无正当理由，本年度不得以同一事由重复申请。",
        after_refusal="可以申请最低生活保障等其他社会救助；出现新的困难的，可以重新申请。",
    ),
    "town_decision",
    "town_refusal",
)
