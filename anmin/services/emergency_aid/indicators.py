"""What is counted of 临时救助: helps and persons by kind, first aid, late papers, average, and the reserves."""

from anmin.kernel.declare import Indicator

GROUP = "临时救助台账"
DECIDED = (("decided_on__gte", "{month}"), ("decided_on__lt", "{next}"))
AID = {"group": GROUP, "source": "emergency_aid.Aid", "register": "aids"}
LINE = {"group": GROUP, "source": "emergency_aid.ReserveEntry", "register": "aid-reserve-entries", "money": True}
IN_MONTH = (("on__gte", "{month}"), ("on__lt", "{next}"))

INDICATORS = (
    Indicator("emergency_aid.helps", "临时救助户次", "户次", where=DECIDED, **AID),
    Indicator("emergency_aid.people", "临时救助人次", "人次", where=DECIDED, measure="sum", field="persons", **AID),
    Indicator("emergency_aid.urgent", "急难型", "户次", where=(*DECIDED, ("kind", "urgent")), **AID),
    Indicator("emergency_aid.spending", "支出型", "户次", where=(*DECIDED, ("kind", "spending")), **AID),
    Indicator("emergency_aid.first", "先行救助", "户次", where=(*DECIDED, ("helped_first", True)), **AID),
    Indicator("emergency_aid.late", "补办手续逾期", "户次", where=(*DECIDED, ("papers_late", True)), better="down", **AID),
    Indicator("emergency_aid.strangers", "非本地户籍", "户次", where=(*DECIDED, ("resident", False)), **AID),
    Indicator("emergency_aid.by_township", "乡镇审批", "户次", where=(*DECIDED, ("decided_by", "township")), **AID),
    Indicator("emergency_aid.spent", "临时救助金额", "元", where=DECIDED, measure="sum", field="amount", money=True, **AID),
    Indicator("emergency_aid.level", "平均每次救助水平", "元", GROUP, of="emergency_aid.spent", over="emergency_aid.helps",
              money=True, cite="金额 ÷ 户次"),
    Indicator("emergency_aid.reserve_out", "备用金支出", "元", where=(*IN_MONTH, ("kind", "out")), measure="sum", field="amount",
              **LINE),
    Indicator("emergency_aid.reserve_in", "备用金拨入", "元", where=(*IN_MONTH, ("kind", "in")), measure="sum", field="amount",
              **LINE),
)  # fmt: skip
