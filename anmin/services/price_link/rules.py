"""价格临时补贴: in which months it runs, for whom, how much a person. The month is the one that the index is of.

It starts when either index reaches its threshold and stops when both lie below: a month is reckoned by itself. A person
of several groups is counted once, under the first of them. Nothing is left to judgment.
"""

from anmin.kernel.declare import BP, PERSON, Rounding, aggregate, rule

from .acts import AMOUNT, GROUPS, SINCE, TRIGGER

LABEL = "价格临时补贴"
OUTCOME = "eligible"
KINDS = {
    "tekun": "特困人员",
    "dibao": "低保对象",
    "orphan": "孤儿",
    "unsupported_child": "事实无人抚养儿童",
    "hiv_child": "艾滋病病毒感染儿童",
    "veterans": "定期抚恤补助优抚对象",
    "unemployment_benefit": "领取失业保险金人员",
    "unemployment_subsidy": "领取失业补助金人员",
    "edge": "低保边缘人口",
    "none": "不在保障对象内",
}


# ── 启动与中止
@rule(label="居民消费价格达到启动条件", unit="bool", cite=TRIGGER, since=SINCE, result=True)
def reached_by_cpi(cpi_bp, trigger_cpi_bp):
    """Reached, not only exceeded."""
    return cpi_bp >= trigger_cpi_bp


@rule(label="食品价格达到启动条件", unit="bool", cite=TRIGGER, since=SINCE, result=True)
def reached_by_food(food_bp, trigger_food_bp):
    """Reached, not only exceeded."""
    return food_bp >= trigger_food_bp


@rule(
    label="本月联动机制启动", unit="bool", cite=TRIGGER, since=SINCE, result=True,
    refusal="该月居民消费价格同比 {cpi_bp}（启动条件 {trigger_cpi_bp}）、食品价格同比 {food_bp}（启动条件 {trigger_food_bp}），"
    "两项都没有达到，联动机制没有启动或已经中止。",
)  # fmt: skip
def running(reached_by_cpi, reached_by_food, cpi_bp, food_bp, trigger_cpi_bp, trigger_food_bp):
    """Either starts it; only both below stop it."""
    return reached_by_cpi or reached_by_food


# ── 对象
@rule(label="保障对象类别", unit="choice", choices=KINDS, level=PERSON, cite=GROUPS, since=SINCE, result=True)
def kind(
    receiving_tekun, receiving_dibao, covered_by_dibao, receiving_orphan, receiving_unsupported_child, hiv_child,
    receiving_veterans, receiving_unemployment_benefit, receiving_unemployment_subsidy, covers_unemployment_subsidy,
    receiving_edge, covers_edge,
):  # fmt: skip
    """One group a person, for one payment and for the statistics."""
    if receiving_tekun:
        return "tekun"
    if receiving_dibao and covered_by_dibao:
        return "dibao"
    if receiving_orphan:
        return "orphan"
    if receiving_unsupported_child:
        return "unsupported_child"
    if hiv_child:
        return "hiv_child"
    if receiving_veterans:
        return "veterans"
    if receiving_unemployment_benefit:
        return "unemployment_benefit"
    if receiving_unemployment_subsidy and covers_unemployment_subsidy:
        return "unemployment_subsidy"
    return "edge" if receiving_edge and covers_edge else "none"


@rule(label="在保障对象内", unit="bool", level=PERSON, cite=GROUPS, since=SINCE)
def counted(kind):
    """Of any group."""
    return kind != "none"


persons_paid = aggregate(
    "persons_paid", "count", "counted", label="补贴人数", unit="person", cite=GROUPS, since=SINCE, result=True
)


@rule(
    label="有保障对象", unit="bool", cite=GROUPS, since=SINCE,
    refusal="没有成员在保障对象内（低保、特困、领取失业保险金、定期抚恤补助优抚对象、孤儿、事实无人抚养儿童、艾滋病病毒感染儿童"
    "及阶段性扩围人员）。",
)  # fmt: skip
def anyone_counted(persons_paid):
    """At least one."""
    return persons_paid > 0


# ── 标准
@rule(
    label="按指数计算的补贴（每人）", unit="fen/month/person", cite=AMOUNT, since=SINCE, result=True,
    rounding=Rounding("amount_rounding", per=(BP,)),
)  # fmt: skip
def supplement_by_index(dibao__standard_month, scpi_bp):
    """The 低保 standard of town or country by the rise of SCPI, rounded once, here; nothing where it fell."""
    return dibao__standard_month * max(scpi_bp, 0)


@rule(label="每人补贴", unit="fen/month/person", cite=AMOUNT, since=SINCE, result=True)
def supplement_person_month(running, supplement_by_index, minimum_month):
    """Not below the minimum of the area."""
    return max(supplement_by_index, minimum_month) if running else 0


@rule(label="本人补贴", unit="fen/month", level=PERSON, cite=AMOUNT, since=SINCE, result=True)
def own_supplement_month(counted, supplement_person_month):
    """Once a person, whatever the number of groups."""
    return supplement_person_month if counted else 0


@rule(label="可以发放", unit="bool", cite=GROUPS, since=SINCE, result=True)
def eligible(running, anyone_counted):
    """The mechanism runs and somebody is counted."""
    return running and anyone_counted


@rule(label="补贴金额", unit="fen/month", cite=AMOUNT, since=SINCE, result=True)
def amount_month(eligible, persons_paid, supplement_person_month):
    """Persons × the supplement of each."""
    return persons_paid * supplement_person_month if eligible else 0
