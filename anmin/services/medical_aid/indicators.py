"""What is counted of settlements."""

from anmin.kernel.declare import Indicator

IN_MONTH = (("settled_on__gte", "{month}"), ("settled_on__lt", "{next}"), ("state", "settled"))
OF = {"group": "医疗救助", "source": "medical_aid.Settlement", "register": "medical_settlements"}

INDICATORS = (
    Indicator("medical_aid.settlements", "医疗救助人次", "人次", where=IN_MONTH, **OF),
    Indicator("medical_aid.one_stop", "一站式结算人次", "人次", where=(*IN_MONTH, ("channel", "hospital")), **OF),
    Indicator("medical_aid.aid", "医疗救助金额", "元", where=IN_MONTH, measure="sum", field="aid", money=True, **OF),
    Indicator("medical_aid.second_aid", "倾斜救助金额", "元", where=IN_MONTH, measure="sum", field="second_aid", money=True,
              **OF),
    Indicator("medical_aid.own", "救助前政策范围内自付", "元", where=IN_MONTH, measure="sum", field="own", money=True, **OF),
    Indicator("medical_aid.reversed", "冲正", "张", where=(("reversed_on__gte", "{month}"), ("reversed_on__lt", "{next}")),
              better="down", **OF),
    Indicator("medical_aid.sponsored", "资助参保人数", "人", "医疗救助", source="medical_aid.Enrolment",
              register="sponsored_enrolments", where=(("drawn_on__gte", "{month}"), ("drawn_on__lt", "{next}"))),
    Indicator("medical_aid.one_stop_share", "一站式结算率", "%", "医疗救助", of="medical_aid.one_stop",
              over="medical_aid.settlements", per=100, better="up"),
    Indicator("medical_aid.ratio", "自付费用救助比例", "%", "医疗救助", of="medical_aid.aid", over="medical_aid.own", per=100,
              better="up", cite="国办发〔2021〕42号 四（八）"),
)  # fmt: skip
