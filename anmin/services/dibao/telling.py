"""How 低保 asks for what it must know, and how it tells its reckoning."""

from anmin.kernel.declare import FactGroup, ReceiptLine

ASKS = (
    FactGroup("申请", ("application", "hukou_here"), ("residence_permit", "refuses_investigation", "edge_recognised")),
    FactGroup(
        "财产", ("financial_assets", "houses", "vehicles", "companies"),
        (
            "exempt_assets", "houses_exempt", "commercial_houses", "vehicles_exempt", "vehicle_price",
            "companies_exempt", "company_capital",
        ),
        hint="全家合计；豁免部分须写明理由并由调查人员核实。",
    ),
    FactGroup(
        "其他", (),
        ("hardship_band", "receiving_now", "over_by_employment", "months_over_standard", "last_amount_month"),
    ),
    FactGroup(
        "身份与状况", ("disability_kind", "disability_grade", "serious_illness", "study"),
        (
            "lives_together", "away_status", "legal_duty", "cannot_live_independently", "clergy_away_3_years",
            "applies_alone", "own_hukou_household", "other_topup", "labour_capacity", "work_unobtainable", "refused_work",
        ),
    ),
    FactGroup(
        "收入",
        ("wage_month", "tax_and_insurance_month", "pension_month", "business_revenue_year", "business_cost_year"),
        (
            "wage_year", "months_since_new_job", "business_net_month", "property_income_month", "property_income_year",
            "resident_pension_other_month", "transfer_month", "transfer_year", "support_received_month",
            "kin_support_month", "support_paid_month",
        ),
        hint="核算期一般为申请前 12 个月；没有的留空。",
    ),
    FactGroup(
        "不计入的收入", ("base_pension_month",),
        (
            "special_care_month", "family_planning_award_month", "scholarship_month", "bravery_award_month",
            "government_aid_month", "disability_living_subsidy_month", "disability_care_subsidy_month",
            "unsupported_child_allowance_month", "elder_allowance_month", "local_uncounted_month",
        ),
        hint="如实登记，测算时按规定不计入家庭收入。",
    ),
    FactGroup("支出与户外赡养人", (), (
        "rigid_cost_year", "own_financial_assets", "supporter_household_income_month", "supporter_household_size",
        "supporter_standard_month", "supporter_children", "supported_persons", "supported_persons_here",
        "supporter_paid_month", "supporter_court_order_month",
    )),
)  # fmt: skip

WHOLE, ALONE = ("application", "household"), ("application", "single")
RECEIPT = (
    ReceiptLine("standard_month"),
    ReceiptLine("members_counted", "×", WHOLE),
    ReceiptLine("household_standard_month", "=", WHOLE),
    ReceiptLine("household_income_month", "−", WHOLE),
    ReceiptLine("gap_month", "=", WHOLE),
    ReceiptLine("refusal_cut_month", "−", WHOLE, optional=True),
    ReceiptLine("topup_month", "+", WHOLE, optional=True),
    ReceiptLine("single_share_bp", "", ALONE),
    ReceiptLine("topup_month", "", ALONE, optional=True),
    ReceiptLine("amount_month", "="),
)
