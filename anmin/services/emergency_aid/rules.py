"""临时救助: 急难型 and 支出型; who is helped, how much at most, and who decides.

The degree of hardship is judged by the investigators; the rules turn it into an amount and keep it within the limits.
Left to people: whether the cause is genuine and the same as an earlier one, 转介, help in kind.
"""

from anmin.kernel.declare import MONTHS_A_YEAR, TWELVE_MONTHS, Rounding, aggregate, rule

from . import reserve
from .acts import AMOUNT, ONCE, OPINION_2018, PLACE, SINCE, SINCE_2023, SPENDING, UNTIL_2023, URGENT, WHO

LABEL = "临时救助"
OUTCOME = "eligible"
PARTS = (reserve,)
DECIDERS = {"township": "乡镇（街道）审批", "county": "县级民政部门审批"}

tekun_here = aggregate(
    "tekun_here", "any", "receiving_tekun", label="有特困供养人员", unit="bool", cite=SPENDING, since=SINCE
)
persons_named = aggregate(
    "persons_named", "count", "aid_for_person", label="指明的受助人数", unit="person", cite=WHO, since=SINCE
)


# ── 对象
@rule(
    label="急难型的受理地", unit="bool", cite=PLACE, since=SINCE_2023,
    refusal="急难不在本地发生。急难型由急难发生地受理，不受户籍和居住证限制；请向发生地乡镇（街道）申请。",
)  # fmt: skip
def urgent_place_ok(aid_kind, happened_here):
    """From 2023 at the place of the emergency, whatever the registration."""
    return aid_kind != "urgent" or happened_here


@rule(
    name="urgent_place_ok", label="急难型的受理地", unit="bool", cite=PLACE, since=SINCE, until=UNTIL_2023,
    refusal="急难不在本地发生，又没有本地户籍或居住证。无本地居住证的，由乡镇（街道）协助其向救助管理机构申请救助。",
)  # fmt: skip
def urgent_place_before(aid_kind, dibao__hukou_here, dibao__residence_permit):
    """Before: registered here or with a residence permit; others were led to the rescue station."""
    return aid_kind != "urgent" or dibao__hukou_here or dibao__residence_permit


@rule(
    label="支出型的受理地", unit="bool", cite=PLACE, since=SINCE,
    refusal="支出型临时救助由户籍地或居住证发放地受理，请向该地乡镇（街道）申请。",
)  # fmt: skip
def spending_place_ok(aid_kind, dibao__hukou_here, dibao__residence_permit):
    """Registered here, or holding a residence permit of the place."""
    return aid_kind != "spending" or dibao__hukou_here or dibao__residence_permit


@rule(
    label="以个人申请时指明受助人", unit="bool", cite=WHO, since=SINCE,
    refusal="以个人为单位申请的，须指明受助的人员。",
)  # fmt: skip
def person_named(aid_unit, persons_named):
    """Whoever applies for a person names the person."""
    return aid_unit == "household" or persons_named > 0


@rule(
    label="其他救助仍不能解决", unit="bool", cite=WHO, since=SINCE,
    refusal="其他社会救助制度已能解决当前困难，不属临时救助范围；请先申请相应的救助。",
)  # fmt: skip
def still_in_need(hardship_lasts):
    """The last resort; judged by a person."""
    return hardship_lasts


# ── 支出型:收入、财产、支出
@rule(label="只核实支出的对象", unit="bool", cite=SPENDING, since=SINCE)
def means_known(receiving_dibao, tekun_here):
    """低保 and 特困 have been investigated already; only their spending is looked at."""
    return receiving_dibao or tekun_here


@rule(
    label="支出型的收入条件", unit="bool", cite=SPENDING, since=SINCE,
    refusal="家庭人均年收入 {low_income__income_per_head_year} 不低于当地上年度居民人均可支配收入 {low_income__pcdi_year}。",
)  # fmt: skip
def spending_income_ok(aid_kind, means_known, low_income__poorer_than_average, low_income__income_per_head_year):
    """Income per head strictly below last year's disposable income per head; the figure is read to be told."""
    return aid_kind != "spending" or means_known or low_income__poorer_than_average


@rule(
    label="支出型配合核实", unit="bool", cite=SPENDING, since=SINCE,
    refusal="不配合核实家庭经济状况，无法核实收入、财产和支出。补交核对授权后可重新申请。",
)  # fmt: skip
def spending_cooperates(aid_kind, dibao__refuses_investigation):
    """急难型 is helped without; nobody's spending is believed unseen."""
    return aid_kind != "spending" or not dibao__refuses_investigation


@rule(
    label="类型与原因相符", unit="bool", cite=URGENT, since=SINCE,
    note="急难型用于火灾、意外、突发重病等突发情形；“{aid_cause}”一般按支出型办理，请核对临时救助类型。",
)  # fmt: skip
def cause_fits(aid_kind, aid_cause):
    """Costs that have grown over time are no emergency; a person decides."""
    return aid_kind != "urgent" or aid_cause not in ("medical", "education")


@rule(
    label="支出型的财产条件", unit="bool", cite=SPENDING, since=SINCE,
    refusal="家庭财产（金融资产 {dibao__net_assets}、房产、车辆、工商登记）超过支出型临时救助的规定。",
)  # fmt: skip
def spending_property_ok(aid_kind, means_known, low_income__rigid_property_ok):
    """As for families of 刚性支出困难."""
    return aid_kind != "spending" or means_known or low_income__rigid_property_ok


@rule(label="扣除必需支出后的家庭收入（年）", unit="fen/year", cite=SPENDING, since=SINCE)
def left_after_spending_year(dibao__household_income_year, low_income__members_spending_year):
    """What is left to live on after own medical, educational and rehabilitation costs; may be below nothing."""
    return dibao__household_income_year - low_income__members_spending_year


@rule(
    label="有必需支出", unit="bool", cite=SPENDING, since=SINCE,
    refusal="没有登记医疗、教育、康复等必需支出，不属支出型临时救助；遭遇火灾、意外、突发重病等急难的，按急难型申请。",
)  # fmt: skip
def spends(aid_kind, low_income__members_spending_year):
    """Some such spending was borne."""
    return aid_kind != "spending" or low_income__members_spending_year > 0


@rule(
    label="必需支出超出家庭承受能力", unit="bool", cite=SPENDING, since=SINCE,
    refusal="扣除医疗、教育、康复等必需支出 {low_income__members_spending_year} 后，家庭收入 {left_after_spending_year} "
    "仍不低于低保标准，支出没有超出家庭承受能力。",
)  # fmt: skip
def spending_beyond_means(aid_kind, left_after_spending_year, dibao__household_standard_year, spends):
    """Less than the standard of 低保 remains to live on; not said where nothing was spent."""
    return aid_kind != "spending" or not spends or left_after_spending_year < dibao__household_standard_year


# ── 次数
@rule(
    label="同一原因本年度未超次数", unit="bool", cite=ONCE, since=SINCE,
    refusal="本年度因同一原因（{aid_cause}）已救助 {same_cause_this_year} 次，"
    "无正当理由不得以同一事由重复申请（每年 {times_same_cause} 次）。",
)  # fmt: skip
def cause_not_repeated(same_cause_this_year, times_same_cause, decided_together, aid_cause):
    """Once for a cause in a calendar year, unless the county's meeting takes it up."""
    return same_cause_this_year < times_same_cause or decided_together


@rule(
    label="本年度未超总次数", unit="bool", cite=ONCE, since=SINCE,
    refusal="本年度已救助 {aids_this_year} 次，达到当地每年 {times_a_year} 次的上限。",
)  # fmt: skip
def times_not_exceeded(aids_this_year, times_a_year, decided_together):
    """Where the area limits the number in a year."""
    return times_a_year == 0 or aids_this_year < times_a_year or decided_together


@rule(label="符合临时救助条件", unit="bool", cite=WHO, since=SINCE, result=True)
def eligible(
    dibao__has_members, urgent_place_ok, spending_place_ok, person_named, still_in_need, spending_cooperates,
    spending_income_ok, spending_property_ok, spends, spending_beyond_means, cause_not_repeated, times_not_exceeded,
):  # fmt: skip
    """All of them; 急难型 is asked neither income nor property."""
    return (
        dibao__has_members
        and urgent_place_ok
        and spending_place_ok
        and person_named
        and still_in_need
        and spending_cooperates
        and spending_income_ok
        and spending_property_ok
        and spends
        and spending_beyond_means
        and cause_not_repeated
        and times_not_exceeded
    )


# ── 金额
@rule(label="救助标准的倍数", unit="month", cite=AMOUNT, since=SINCE, result=True)
def months_due(
    aid_kind, aid_level, months_urgent_light, months_urgent_medium, months_urgent_heavy, months_spending_light,
    months_spending_medium, months_spending_heavy, urgent_floor_months,
):  # fmt: skip
    """So many months of the standard by kind and degree; 急难型 not below its floor."""
    if aid_kind == "urgent":
        if aid_level == "heavy":
            return max(months_urgent_heavy, urgent_floor_months)
        return max(months_urgent_medium if aid_level == "medium" else months_urgent_light, urgent_floor_months)
    if aid_level == "heavy":
        return months_spending_heavy
    return months_spending_medium if aid_level == "medium" else months_spending_light


@rule(label="受助人数", unit="person", cite=AMOUNT, since=SINCE, result=True)
def persons_aided(aid_unit, persons_named, dibao__members_counted):
    """The persons named, or the household's members."""
    return persons_named if aid_unit == "person" else dibao__members_counted


@rule(label="计算救助金的份数", unit="person", cite=AMOUNT, since=SINCE)
def shares(amount_basis, persons_aided):
    """One for the household, or one for each person: the area's choice."""
    return persons_aided if amount_basis == "person" else 1


@rule(label="按标准计算的救助金", unit="fen", cite=AMOUNT, since=SINCE)
def amount_by_standard(dibao__standard_month, months_due, shares):
    """Standard × months × shares."""
    return dibao__standard_month * months_due * shares


@rule(label="救助金上限", unit="fen", cite=AMOUNT, since=SINCE, result=True)
def amount_cap(dibao__standard_month, cap_months, together_cap_months, decided_together, shares):
    """The ordinary limit, or the one for what the county's meeting has decided."""
    if decided_together:
        return dibao__standard_month * together_cap_months * shares
    return dibao__standard_month * cap_months * shares


@rule(label="自负的必需支出", unit="fen", cite=AMOUNT, since=SINCE)
def spending_borne(low_income__members_spending_year):
    """Of twelve months, as a sum of money."""
    return low_income__members_spending_year * TWELVE_MONTHS // MONTHS_A_YEAR


@rule(label="应发救助金", unit="fen", cite=AMOUNT, since=SINCE)
def amount_due(aid_kind, decided_together, aid_decided_together, amount_by_standard, amount_cap, spending_borne):
    """By the standard within the limit; 支出型 not more than the household bore itself; as the meeting decided, within
    the meeting's limit."""
    if decided_together and aid_decided_together > 0:
        return min(aid_decided_together, amount_cap)
    if aid_kind == "spending":
        return min(amount_by_standard, amount_cap, spending_borne)
    return min(amount_by_standard, amount_cap)


@rule(
    label="救助金额", unit="fen", cite=AMOUNT, since=SINCE, result=True, rounding=Rounding("amount_rounding"),
)  # fmt: skip
def amount(eligible, amount_due):
    """The whole help; rounded here."""
    return amount_due if eligible else 0


@rule(label="先行救助已给付", unit="fen", cite=URGENT, since=SINCE, result=True)
def given_already(given_first):
    """Handed over before the decision, from the township's reserve."""
    return given_first


@rule(label="还应发放", unit="fen", cite=AMOUNT, since=SINCE, result=True)
def amount_to_pay(amount, given_already):
    """What is left of the help after what came first; never paid twice."""
    return max(amount - given_already, 0)


@rule(
    label="先行救助没有超过核定金额", unit="bool", cite=URGENT, since=SINCE,
    note="先行救助已给付 {given_already}，超过核定的救助金 {amount_due}：不再发放；超出部分由乡镇（街道）写明情况报县级民政部门。",
)  # fmt: skip
def given_within(given_already, amount_due):
    """A township that gave more than its due explains it."""
    return given_already <= amount_due


@rule(label="审批权限", unit="choice", choices=DECIDERS, cite=AMOUNT, since=SINCE, result=True)
def decided_by(amount_due, township_cap, decided_together):
    """Up to the cap the township decides and reports each month; above it, and after a meeting, the county."""
    return "township" if amount_due <= township_cap and not decided_together else "county"


@rule(label="属急难型", unit="bool", cite=URGENT, since=SINCE, result=True)
def urgent(aid_kind):
    """急难型 is not published and not compared first."""
    return aid_kind == "urgent"


@rule(label="须核对家庭经济状况", unit="bool", cite=SPENDING, since=SINCE, result=True)
def check_needed(aid_kind, means_known):
    """支出型, except of those whose means are known."""
    return aid_kind == "spending" and not means_known


@rule(label="按一事一议办理", unit="bool", cite=AMOUNT, since=SINCE, result=True)
def by_meeting(decided_together):
    """The county's meeting must be on record."""
    return decided_together


@rule(
    label="发放的月份", unit="choice", choices={"decision": "作出决定当月"}, cite=OPINION_2018["三（一）"], since=SINCE,
    result=True,
)  # fmt: skip
def paid_from():
    """At once; nothing waits for the next month."""
    return "decision"
