"""高龄津贴: a monthly allowance by age band, to each of a household's elders by itself.

Left to people: whether a wrong birth date was corrected lawfully, and 免申即享 (who is asked first).
"""

from anmin.kernel.declare import PERSON, aggregate, rule

from .acts import ALLOWANCE, LOCAL, SINCE, TEKUN_2021

LABEL = "高龄津贴"
OUTCOME = "eligible"
STARTS = {
    "application": "递交申请当月", "decision": "作出决定当月", "next_month": "作出决定次月", "turning": "满龄当月（补发）",
}  # fmt: skip
CLASSES = {"normal": "一般老人（每年认证）", "hundred": "第三档老人（每半年看望）"}
TEKUN = {SINCE: ALLOWANCE, "2021-07-01": TEKUN_2021["第六条"]}


@rule(label="认定年龄", unit="year", level=PERSON, cite=ALLOWANCE, since=SINCE, result=True)
def counted_age(age_rule, age, age_month_end, age_month_before):
    """Whole years on the day that the area looks at: the end of the month, the end of the month before, or the day."""
    if age_rule == "turning_month" and age_month_end > 0:
        return age_month_end
    if age_rule == "next_month" and age_month_before > 0:
        return age_month_before
    return age


@rule(label="达到高龄", unit="bool", level=PERSON, cite=ALLOWANCE, since=SINCE)
def of_age(counted_age, band_age_eighty):
    """In the first band or above."""
    return counted_age >= band_age_eighty


@rule(
    label="本人户籍在本地", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}的户籍不在本地。高龄津贴由户籍地发放，请向户籍地乡镇（街道）申请。",
    note="{who}的户籍不在本地。高龄津贴由户籍地发放，请向户籍地乡镇（街道）申请。",
)  # fmt: skip
def registered(of_age, own_hukou_here):
    """Said only of those old enough."""
    return own_hukou_here or not of_age


@rule(
    label="未在别处领取", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}已在其他地方领取高龄津贴，不得重复领取。原发放地停发后可以申请。",
    note="{who}已在其他地方领取高龄津贴，不得重复领取。原发放地停发后可以申请。",
)  # fmt: skip
def paid_only_here(of_age, elder_allowance_elsewhere):
    """A move of hukou ends it there before it begins here."""
    return not (of_age and elder_allowance_elsewhere)


@rule(
    label="特困供养与高龄津贴可兼领", unit="bool", level=PERSON, cite=TEKUN, since=SINCE,
    refusal="{who}是特困供养人员，当地规定不再发放高龄津贴。",
    note="{who}是特困供养人员，当地规定不再发放高龄津贴。",
)  # fmt: skip
def compatible_with_tekun(of_age, receiving_tekun, with_tekun):
    """Whether both are paid is the area's choice."""
    return with_tekun or not (of_age and receiving_tekun)


@rule(
    label="没有不得兼领的离退休金", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}领取离退休金 {pension_month}，当地规定领取离退休金的不发高龄津贴。",
    note="{who}领取离退休金 {pension_month}，当地规定领取离退休金的不发高龄津贴。",
)  # fmt: skip
def without_pension(of_age, pension_excludes, pension_month):
    """Only where the area excludes pensioners."""
    return not (of_age and pension_excludes and pension_month > 0)


@rule(
    label="生存认证已通过", unit="bool", level=PERSON, cite=LOCAL, since=SINCE,
    refusal="{who}逾期没有通过生存认证，暂停发放；补办认证后补发暂停的月份。",
    note="{who}逾期没有通过生存认证，暂停发放；补办认证后补发暂停的月份。",
)  # fmt: skip
def alive_known(of_age, survival_unverified):
    """A missing check suspends, it does not end."""
    return not (of_age and survival_unverified)


@rule(
    label="属低收入老年人", unit="bool", level=PERSON, cite=ALLOWANCE, since=SINCE,
    refusal="当地高龄津贴只发给低收入老年人，{who}不是低保、低保边缘家庭成员，也不是特困供养人员。",
    note="当地高龄津贴只发给低收入老年人，{who}不是低保、低保边缘家庭成员，也不是特困供养人员。",
)  # fmt: skip
def income_class_ok(of_age, low_income_only, receiving_dibao, receiving_edge, receiving_tekun):
    """Only where the area keeps to the national wording; the poorest, 特困, are among the poor."""
    return receiving_dibao or receiving_edge or receiving_tekun or not (of_age and low_income_only)


@rule(label="符合领取条件", unit="bool", level=PERSON, cite=ALLOWANCE, since=SINCE, result=True)
def entitled(
    of_age, registered, paid_only_here, compatible_with_tekun, without_pension, alive_known, income_class_ok
):  # fmt: skip
    """All of a person's conditions."""
    if not (of_age and registered and paid_only_here and alive_known):
        return False
    return compatible_with_tekun and without_pension and income_class_ok


@rule(label="所在档标准", unit="fen/month", level=PERSON, cite=ALLOWANCE, since=SINCE)
def band_month(
    counted_age, band_age_eighty, band_age_ninety, band_age_hundred, allowance_month_eighty, allowance_month_ninety,
    allowance_month_hundred,
):  # fmt: skip
    """By the age counted."""
    if counted_age >= band_age_hundred:
        return allowance_month_hundred
    if counted_age >= band_age_ninety:
        return allowance_month_ninety
    return allowance_month_eighty if counted_age >= band_age_eighty else 0


@rule(label="本人每月津贴", unit="fen/month", level=PERSON, cite=ALLOWANCE, since=SINCE, result=True)
def allowance_own_month(entitled, band_month):
    """Each elder's own amount."""
    return band_month if entitled else 0


@rule(label="享受津贴", unit="bool", level=PERSON, cite=ALLOWANCE, since=SINCE, result=True)
def counted(allowance_own_month):
    """Someone is paid for."""
    return allowance_own_month > 0


@rule(label="属第三档", unit="bool", level=PERSON, cite=ALLOWANCE, since=SINCE)
def in_top_band(counted, counted_age, band_age_hundred):
    """A hundred years or more, unless the area says otherwise."""
    return counted and counted_age >= band_age_hundred


any_of_age = aggregate("any_of_age", "any", "of_age", label="有人达到高龄", unit="bool", cite=ALLOWANCE, since=SINCE)
any_top = aggregate("any_top", "any", "in_top_band", label="有第三档老人", unit="bool", cite=ALLOWANCE, since=SINCE)
oldest = aggregate(
    "oldest", "max", "counted_age", label="最年长成员的认定年龄", unit="year", cite=ALLOWANCE, since=SINCE
)
persons_paid = aggregate(
    "persons_paid", "count", "counted", label="享受人数", unit="person", cite=ALLOWANCE, since=SINCE, result=True
)
amount_month = aggregate(
    "amount_month", "sum", "allowance_own_month", label="每月津贴合计", unit="fen/month", cite=ALLOWANCE, since=SINCE,
    result=True,
)  # fmt: skip


@rule(
    label="有人达到高龄津贴年龄", unit="bool", cite=ALLOWANCE, since=SINCE,
    refusal="没有人达到 {band_age_eighty}：当地按{age_rule}认定，最年长的 {oldest}。",
)  # fmt: skip
def someone_of_age(any_of_age, oldest, band_age_eighty, age_rule):
    """Told with how the area counts the age."""
    return any_of_age


@rule(label="可以享受高龄津贴", unit="bool", cite=ALLOWANCE, since=SINCE, result=True)
def eligible(someone_of_age, amount_month):
    """At least one elder is paid for."""
    return someone_of_age and amount_month > 0


@rule(label="每几个月发一次", unit="month", cite=LOCAL, since=SINCE, result=True)
def pays_every(pay_every_months):
    """The rhythm: the money is reckoned by the month whatever the rhythm."""
    return pay_every_months


@rule(label="每次发放", unit="fen", cite=LOCAL, since=SINCE, result=True)
def amount_each_time(amount_month, pay_every_months):
    """What comes to the account each time."""
    return amount_month * pay_every_months


@rule(label="现享受档次的起始年龄", unit="year", level=PERSON, cite=ALLOWANCE, since=SINCE, result=True)
def paid_from_age(counted, counted_age, band_age_eighty, band_age_ninety, band_age_hundred):
    """Of whom is paid for; 0 for the others."""
    if not counted:
        return 0
    if counted_age >= band_age_hundred:
        return band_age_hundred
    return band_age_ninety if counted_age >= band_age_ninety else band_age_eighty


@rule(label="满龄后第几个月起算", unit="count", cite=LOCAL, since=SINCE, result=True)
def turning_delay(age_rule):
    """The month after the birthday where the age of the month before counts."""
    return 1 if age_rule == "next_month" else 0


@rule(label="最多补发月数", unit="month", cite=LOCAL, since=SINCE, result=True)
def back_pay_most(back_pay_months):
    """Read only where payment goes back to the birthday."""
    return back_pay_months


@rule(label="起发月", unit="choice", choices=STARTS, cite=LOCAL, since=SINCE, result=True)
def starts_from(start_rule):
    """From the month of the request, of the decision, or the next."""
    return start_rule


@rule(label="认证类别", unit="choice", choices=CLASSES, cite=LOCAL, since=SINCE)
def review_class(any_top):
    """The oldest are looked after more often."""
    return "hundred" if any_top else "normal"


@rule(label="认证周期", unit="month", cite=LOCAL, since=SINCE)
def review_every(review_class, review_months_normal, review_months_hundred):
    """By class."""
    return review_months_hundred if review_class == "hundred" else review_months_normal
