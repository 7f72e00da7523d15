"""What is counted of support: how many in a home, also of the disabled, by grade; agreements, claims, funerals, endings."""

from anmin.kernel.declare import Indicator

GROUP = "特困供养"
IN_FORCE = (("signed_on__lt", "{next}"),)
ENDED = (("until__lt", "{next}"),)
SUPPORT = {"group": GROUP, "source": "tekun.Agreement", "register": "tekun-agreements", "unless": ENDED}
BOTH, HOME, CENTRE = (("kind__in", ("home", "centre")),), (("kind", "home"),), (("kind", "centre"),)
DISABLED = (("disabled", True),)


def _month(path: str) -> tuple[tuple[str, str], ...]:
    return ((f"{path}__gte", "{month}"), (f"{path}__lt", "{next}"))


INDICATORS = (
    Indicator("tekun.with_agreement", "签有协议的特困人员", "人", where=(*IN_FORCE, *BOTH), **SUPPORT),
    Indicator("tekun.centre", "集中供养", "人", where=(*IN_FORCE, *CENTRE), **SUPPORT),
    Indicator("tekun.home", "分散供养", "人", where=(*IN_FORCE, *HOME), **SUPPORT),
    Indicator("tekun.centre_rate", "集中供养率", "%", GROUP, of="tekun.centre", over="tekun.with_agreement", per=100, better="up",
              cite="集中供养 ÷ 签有协议的特困人员"),
    Indicator("tekun.disabled", "残疾特困人员", "人", where=(*IN_FORCE, *BOTH, *DISABLED), **SUPPORT),
    Indicator("tekun.disabled_centre", "残疾人集中供养", "人", where=(*IN_FORCE, *CENTRE, *DISABLED), **SUPPORT),
    Indicator("tekun.disabled_centre_rate", "残疾人集中供养率", "%", GROUP, of="tekun.disabled_centre", over="tekun.disabled",
              per=100, better="up", cite="残疾人集中供养 ÷ 残疾特困人员"),
    *(
        Indicator(f"tekun.grade_{grade}", label, "人", where=(*IN_FORCE, *BOTH, ("care_grade", grade)), **SUPPORT)
        for grade, label in (("full", "完全丧失自理能力"), ("partial", "部分丧失自理能力"), ("self", "具备自理能力"))
    ),
    Indicator("tekun.guardians", "签有监护协议", "人", where=(*IN_FORCE, ("kind", "guardian")), **SUPPORT),
    Indicator("tekun.visits", "照料检查和走访", "次", GROUP, source="tekun.Visit", where=_month("visited_on"),
              register="tekun-visits"),
    Indicator("tekun.care_faults", "照料不到位", "次", GROUP, source="tekun.Visit",
              where=(*_month("visited_on"), ("well", "care")), register="tekun-visits", better="down"),
    Indicator("tekun.late_assessments", "逾期未复评", "人", GROUP, source="tekun.Assessment",
              where=(("due_on__lt", "{next}"), ("assessed_on__isnull", True)), register="tekun-assessments", better="down"),
    Indicator("tekun.claims", "住院护理理赔", "元", GROUP, source="tekun.HospitalClaim", where=_month("paid_on"), measure="sum",
              field="paid", money=True, register="tekun-claims"),
    Indicator("tekun.funerals", "丧葬费", "元", GROUP, source="tekun.Funeral", where=_month("paid_on"), measure="sum",
              field="amount", money=True, register="tekun-funerals"),
    Indicator("tekun.terminations", "终止供养", "人", GROUP, source="tekun.Termination",
              where=(*_month("decided_on"), ("state", "decided")), register="tekun-terminations"),
)  # fmt: skip
