"""What is counted of the watch: recognised by kind; warnings raised, verified, disposed of, in time."""

from anmin.kernel.declare import Indicator

GROUP = "低收入监测"
RAISED = (("raised_on__gte", "{month}"), ("raised_on__lt", "{next}"))
ALERT = {"group": GROUP, "source": "low_income.Alert", "register": "alerts"}
GRANTED = (
    ("service", "low_income"),
    ("outcome", "granted"),
    ("decided_on__gte", "{month}"),
    ("decided_on__lt", "{next}"),
)
CASE = {"group": GROUP, "source": "flow.Case", "register": "recognised"}

INDICATORS = (
    *(
        Indicator(f"low_income.{kind}", f"当月认定{label}", "户", where=(*GRANTED, ("reckoning__results__category", kind)), **CASE)
        for kind, label in (("edge", "低保边缘家庭"), ("rigid", "刚性支出困难家庭"), ("other", "其他低收入家庭"))
    ),
    Indicator("low_income.alerts", "预警", "条", where=RAISED, **ALERT),
    Indicator("low_income.red", "红色预警", "条", where=(*RAISED, ("level", "red")), better="down", **ALERT),
    Indicator("low_income.verified", "已核实的预警", "条", where=(*RAISED, ("verified_on__isnull", False)), **ALERT),
    Indicator("low_income.verified_rate", "预警核实率", "%", GROUP, of="low_income.verified", over="low_income.alerts", per=100,
              better="up"),
    Indicator("low_income.disposed", "已处置的预警", "条", where=(*RAISED, ("disposed_on__isnull", False)), **ALERT),
    Indicator("low_income.disposed_rate", "预警处置率", "%", GROUP, of="low_income.disposed", over="low_income.alerts", per=100,
              better="up"),
    Indicator("low_income.enrolled", "经预警纳入救助", "条", where=(*RAISED, ("disposal", "enrol")), **ALERT),
    Indicator("low_income.enrolled_rate", "预警纳入率", "%", GROUP, of="low_income.enrolled", over="low_income.alerts", per=100),
    Indicator("low_income.alerts_in_time", "按期核实的预警", "条", where=(*RAISED, ("verified_on__lte", "{due_on}")), **ALERT),
    Indicator("low_income.alerts_in_time_rate", "预警按期核实率", "%", GROUP, of="low_income.alerts_in_time",
              over="low_income.alerts", per=100, better="up"),
    Indicator("low_income.with_worker", "有专人跟进的家庭", "户", GROUP, source="low_income.Worker",
              where=(("since__lt", "{next}"),), unless=(("until__lt", "{next}"),), register="case-workers"),
    Indicator("low_income.monitored", "返贫监测对象", "人", GROUP, source="low_income.Monitored",
              where=(("listed_on__lt", "{next}"),), unless=(("cleared_on__lt", "{next}"),), register="monitored"),
    Indicator("low_income.follow_ups", "专人走访", "次", GROUP, source="low_income.FollowUp",
              where=(("on__gte", "{month}"), ("on__lt", "{next}")), register="follow-ups"),
)  # fmt: skip
