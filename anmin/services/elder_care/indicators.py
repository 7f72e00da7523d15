"""What is counted of assessments and vouchers; recipients and money in all are counted of every programme already."""

from anmin.kernel.declare import Indicator

DECIDED = (
    ("service", "elder_care"),
    ("outcome", "granted"),
    ("decided_on__gte", "{month}"),
    ("decided_on__lt", "{next}"),
)
OF = {"group": "养老服务补贴", "source": "flow.Case", "register": "cases"}
ASSESSED = (("case__service", "elder_care"), ("form", "assessment"), ("on__gte", "{month}"), ("on__lt", "{next}"))

INDICATORS = (
    Indicator("elder_care.assessments", "完成能力评估", "人次", "养老服务补贴", source="flow.Record", area="case__area",
              where=ASSESSED),
    Indicator("elder_care.new_nursing", "新增享受护理补贴老人", "户",
              where=(*DECIDED, ("reckoning__results__nursing_total_month__gt", 0)), **OF),
    Indicator("elder_care.new_voucher", "新增可领电子券", "户", where=(*DECIDED, ("reckoning__results__any_voucher", True)), **OF),
)  # fmt: skip
