"""How 特困人员救助供养 asks for what it must know, tells its reckoning, and speaks in its papers."""

from typing import Any

from anmin.kernel.declare import FactGroup, ReceiptLine
from anmin.kernel.usual.declare import Wording, usual_papers
from anmin.services.tekun.flow import OWN_MATERIALS

ASKS = (
    FactGroup("申请", ("support_form", "hukou_here", "receiving_dibao"), ("contract_land", "refuses_investigation")),
    FactGroup(
        "身份与状况", ("declares_tekun", "disability_kind", "disability_grade", "study"),
        ("other_no_capacity", "receiving_tekun", "receiving_orphan", "receiving_unsupported_child"),
    ),
    FactGroup(
        "法定义务人", ("obligor", "obligor_age", "obligor_income_year", "obligor_property_ok"),
        ("obligor_disability_kind", "obligor_disability_grade"),
        hint="有几名义务人的，填履行能力最强的一人；都无履行能力才符合条件。",
    ),
    FactGroup(
        "生活自理能力", ("can_eat", "can_dress", "can_get_up", "can_toilet", "can_walk", "can_bathe"), ("care_grade",),
        hint="由县级民政部门组织评估后填写。",
    ),
    FactGroup(
        "收入", ("wage_month", "pension_month", "resident_pension_other_month", "base_pension_month"),
        (
            "wage_year", "business_revenue_year", "business_cost_year", "property_income_month", "property_income_year",
            "transfer_month", "transfer_year", "support_received_month", "elder_allowance_month", "special_care_month",
        ),
        hint="基础养老金、高龄津贴、优待抚恤金如实登记，测算时不计入。",
    ),
    FactGroup(
        "财产", ("financial_assets", "houses", "vehicles", "companies"),
        ("exempt_assets", "houses_exempt", "commercial_houses", "vehicles_exempt", "vehicle_price", "companies_exempt"),
    ),
    FactGroup("丧葬", (), ("funeral_due",)),
)  # fmt: skip

RECEIPT = (
    ReceiptLine("base_month"),
    ReceiptLine("care_month", "+"),
    ReceiptLine("amount_month", "="),
    ReceiptLine("funeral_total", "", optional=True),
)


def _granted(matter: Any) -> str:
    return (
        "自供养金起发之月起不再享受最低生活保障、困难残疾人生活补贴和重度残疾人护理补贴；"
        "分散供养的，由乡镇人民政府（街道办事处）与照料服务人签订委托照料服务协议。"
    )


PAPERS = usual_papers(
    Wording(
        benefit="特困人员救助供养",
        act="特困人员认定办法",
        number="民发〔2021〕43号",
        prefix="特困",
        acceptance="第十一条",
        conditions="第四条",
        decision="第十六条",
        notice="第十四条",
        refusal="第十七条",
        amount="第四条",
        money="供养金",
        steps=(
            "乡镇（街道）自受理之日起15个工作日内调查核实、提出初审意见；",
            "初审意见在村（社区）公示7日；有异议的，15个工作日内重新调查并重新公示；",
            "县级民政部门自收到材料之日起15个工作日内审核确认；",
            "确认后组织生活自理能力评估，自确认的次月起发给供养金。",
        ),
        duty="生活自理能力、收入财产、义务人情况发生变化的，应当及时报告；生活自理能力变化的，10个工作日内重新评估。",
        granted=_granted,
        after_refusal="可以申请最低生活保障或者临时救助；家庭情况发生变化、符合条件的，可以随时重新申请。",
        materials=OWN_MATERIALS,
    ),
    "change",
)
