"""医疗救助: the manifest."""

from anmin.kernel.declare import FactGroup, ReceiptLine, Service, late
from anmin.services.medical_aid.flow import FLOW
from anmin.services.medical_aid.indicators import INDICATORS
from anmin.services.medical_aid.papers import PAPERS
from anmin.services.medical_aid.screens import ENROLMENTS, SETTLEMENTS

SERVICE = Service(
    name="medical_aid",
    label="医疗救助",
    code="YL",
    group="社会救助",
    cite="社会救助暂行办法 第五章；国办发〔2021〕42号",
    flows=(FLOW,),
    pays="amount_due",
    covers="persons_aided",
    once=True,
    starts="starts",
    earmarks={"urban": ("2101301", "城乡医疗救助"), "rural": ("2101301", "城乡医疗救助")},
    asks=(
        FactGroup(
            "对象类别", ("receiving_tekun", "receiving_orphan", "insurance"),
            (
                "covered_by_dibao", "receiving_unsupported_child", "illness_poor_recognised",
                "months_since_illness_poor", "other_special_hardship", "receiving_dibao", "receiving_edge",
                "watched_for_poverty",
            ),
            hint="正在享受的低保由系统查得；票据在“医疗救助结算”登记，不在这里填。",
        ),
        FactGroup(
            "费用", (),
            (
                "medical_cost_total", "medical_cost_in_scope", "settled_by_basic", "paid_basic", "paid_serious",
                "paid_supplementary", "paid_by_third", "paid_by_emergency_aid", "proper_referral", "own_cost_before",
                "aid_before", "second_aid_before", "own_medical_12_months",
            ),
            hint="有登记票据的以票据为准。",
        ),
    ),
    receipt=(ReceiptLine("aid_amount"), ReceiptLine("amount_due", "=")),
    papers=PAPERS,
    screens=(SETTLEMENTS, ENROLMENTS),
    indicators=INDICATORS,
    knows=late("anmin.services.medical_aid.counter:knows"),
    does={"settle_bills": late("anmin.services.medical_aid.counter:settle_bills")},
    keep="办结后10年",
)  # fmt: skip
