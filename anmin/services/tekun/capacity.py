"""The three conditions of 特困: no capacity to work, no source of living, nobody able who owes support."""

from anmin.kernel.declare import MONTHS_A_YEAR, PERSON, rule

from .acts import ACT_2016, ACT_2021, SINCE_2016, SINCE_2021, UNTIL_2016, both

CAPACITY, SOURCE, OBLIGOR = both("第五条", "第五条"), both("第六条", "第六条"), both("第八条", "第八条")
CHOICE = both("第九条", "第九条")


# ── 无劳动能力
@rule(label="年龄属无劳动能力", unit="bool", level=PERSON, cite=CAPACITY, since=SINCE_2016)
def too_old_or_young(age, elder_age, minor_age):
    """At or above the one age, below the other; both on the day."""
    return age >= elder_age or age < minor_age


@rule(label="残疾属无劳动能力", unit="bool", level=PERSON, cite=ACT_2021["第五条（三）"], since=SINCE_2021)
def disabled_without_capacity(disability_kind, disability_grade):
    """Intellectual or mental 1–3, limb 1–2, sight 1 only; hearing and speech do not count. Of a multiple disability
    the kind that qualifies is recorded by the officer."""
    if disability_kind in ("intellectual", "mental"):
        return disability_grade in (1, 2, 3)
    if disability_kind == "limb":
        return disability_grade in (1, 2)
    return disability_kind == "visual" and disability_grade == 1


@rule(
    name="disabled_without_capacity", label="残疾属无劳动能力", unit="bool", level=PERSON, cite=ACT_2016["第五条（三）"],
    since=SINCE_2016, until=UNTIL_2016,
)  # fmt: skip
def disabled_without_capacity_2016(disability_kind, disability_grade):
    """2016: intellectual or mental 1–2, limb 1."""
    if disability_kind in ("intellectual", "mental"):
        return disability_grade in (1, 2)
    return disability_kind == "limb" and disability_grade == 1


@rule(label="已供养的未成年人继续供养", unit="bool", level=PERSON, cite=CHOICE, since=SINCE_2016)
def kept_on(receiving_tekun, age, keep_age, study):
    """A child supported already goes on to the age, and beyond it while in compulsory or upper secondary school."""
    return receiving_tekun and (age < keep_age or study == "school")


@rule(
    label="残疾类别可以判断", unit="bool", level=PERSON, cite=CAPACITY, since=SINCE_2016,
    note="{who}是多重残疾（{disability_grade} 级）：是否无劳动能力要看智力、精神、肢体、视力中哪一类，"
    "请照残疾证按符合规定的一类填写后再测算。",
)  # fmt: skip
def kind_is_plain(disability_kind, disability_grade, too_old_or_young):
    """Grades differ by kind, so a multiple disability says nothing until the officer names the kind."""
    return disability_kind != "multiple" or disability_grade not in (1, 2, 3) or too_old_or_young


@rule(
    label="无劳动能力", unit="bool", level=PERSON, cite=CAPACITY, since=SINCE_2016, result=True,
    note="{who}有劳动能力（{age}，残疾类别 {disability_kind}，等级 {disability_grade}）：不满60周岁、"
    "不是未满16周岁的未成年人，也不是规定类别等级的残疾人。",
)  # fmt: skip
def no_capacity(too_old_or_young, disabled_without_capacity, kept_on, other_no_capacity):
    """By age, disability, going on as a child, or the province's additions."""
    return too_old_or_young or disabled_without_capacity or kept_on or other_no_capacity


# ── 无生活来源
@rule(label="本人收入（年，特困口径）", unit="fen/year", level=PERSON, cite=SOURCE, since=SINCE_2016)
def tekun_income_year(
    dibao__wage_all_year, dibao__business_net_year, dibao__property_year, dibao__transfers_year,
    dibao__base_pension_counted_month, dibao__elder_allowance_counted_month, dibao__transfers_paid_year,
):  # fmt: skip
    """Wages, business, property and transfers. The basic pension and the allowance for the very old never count here,
    whatever 低保 does; social insurance benefits for illness and special care payments are not asked as income."""
    return max(
        dibao__wage_all_year
        + dibao__business_net_year
        + dibao__property_year
        + dibao__transfers_year
        - (dibao__base_pension_counted_month + dibao__elder_allowance_counted_month) * MONTHS_A_YEAR
        - dibao__transfers_paid_year,
        0,
    )


@rule(label="特困人员金融资产上限", unit="fen", cite=both("第七条", "第七条"), since=SINCE_2016)
def tekun_assets_limit(dibao__standard_month, assets_limit_months, dibao__assets_heads):
    """So many months of the standard for each person, or for the household, as 低保 counts."""
    return dibao__standard_month * assets_limit_months * dibao__assets_heads


@rule(label="财产符合特困人员规定", unit="bool", cite=both("第七条", "第七条"), since=SINCE_2016)
def tekun_property_ok(dibao__net_assets, tekun_assets_limit, dibao__houses_ok, dibao__vehicles_ok, dibao__companies_ok):
    """The city's limits: savings by a number of its own, the rest as for 低保."""
    return dibao__net_assets <= tekun_assets_limit and dibao__houses_ok and dibao__vehicles_ok and dibao__companies_ok


@rule(label="无生活来源", unit="bool", level=PERSON, cite=SOURCE, since=SINCE_2016, result=True)
def no_source(tekun_income_year, dibao__standard_month, tekun_property_ok):
    """Income strictly below the standard of 低保, and property within the limits."""
    return tekun_income_year < dibao__standard_month * MONTHS_A_YEAR and tekun_property_ok


# ── 无法定义务人,或义务人无履行能力
@rule(
    label="义务人重残或三级智力、精神残疾", unit="bool", level=PERSON, cite=ACT_2021["第八条（四）"], since=SINCE_2021
)
def obligor_disabled(obligor_disability_kind, obligor_disability_grade):
    """Severe, or grade three intellectual or mental."""
    if obligor_disability_grade in (1, 2):
        return True
    return obligor_disability_grade in (3,) and obligor_disability_kind in ("intellectual", "mental")


@rule(
    name="obligor_disabled", label="义务人重度残疾", unit="bool", level=PERSON, cite=ACT_2016["第八条（二）"], since=SINCE_2016,
    until=UNTIL_2016,
)  # fmt: skip
def obligor_disabled_2016(obligor_disability_grade):
    """2016: grade one or two."""
    return obligor_disability_grade in (1, 2)


@rule(label="义务人收入财产均低", unit="bool", level=PERSON, cite=ACT_2021["第八条（三）（四）"], since=SINCE_2021)
def obligor_poor(obligor_income_year, low_income__pcdi_year, obligor_property_ok):
    """Own income below last year's disposable income per head of the place, and property as of a low-income family."""
    return obligor_income_year < low_income__pcdi_year and obligor_property_ok


@rule(label="义务人无履行能力", unit="bool", level=PERSON, cite=ACT_2021["第八条"], since=SINCE_2021)
def obligor_unable(
    obligor, obligor_age, obligor_elder_age, obligor_old_age, obligor_disabled, obligor_poor, obligor_property_ok
):  # fmt: skip
    """(1) 特困; (2) 60 and 低保; (3) 70, poor; (4) disabled, poor; (5) incapable, missing or in prison, property only;
    (6) by the province. (1), (2) and (6) ask nothing of income or property."""
    if obligor in ("tekun", "province"):
        return True
    if obligor in ("incapable", "missing", "prison") and obligor_property_ok:
        return True
    if obligor == "dibao" and obligor_age >= obligor_elder_age:
        return True
    return (obligor_age >= obligor_old_age or obligor_disabled) and obligor_poor


@rule(
    name="obligor_unable", label="义务人无履行能力", unit="bool", level=PERSON, cite=ACT_2016["第八条"], since=SINCE_2016,
    until=UNTIL_2016,
)  # fmt: skip
def obligor_unable_2016(obligor, obligor_age, obligor_elder_age, obligor_disabled, obligor_property_ok):
    """2016: 特困; 低保 of 60 or severely disabled, within the property limits; incapable, missing or in prison, likewise."""
    if obligor in ("tekun", "province"):
        return True
    if obligor == "dibao":
        return (obligor_age >= obligor_elder_age or obligor_disabled) and obligor_property_ok
    return obligor in ("incapable", "missing", "prison") and obligor_property_ok


@rule(label="没有有能力的义务人", unit="bool", level=PERSON, cite=OBLIGOR, since=SINCE_2016, result=True)
def no_obligor(obligor, obligor_unable):
    """None by law, or none that is able."""
    return obligor == "none" or obligor_unable


# ── 三项同时具备
@rule(
    label="未选择孤儿、事实无人抚养儿童保障", unit="bool", level=PERSON, cite=CHOICE, since=SINCE_2016,
    note="{who}已享受孤儿或事实无人抚养儿童保障，二者只能选择其一；改领特困供养的，先办理原待遇的停发。",
)  # fmt: skip
def not_in_child_programme(receiving_orphan, receiving_unsupported_child):
    """A child who meets both chooses one; the choice of the other programme shuts this one."""
    return not (receiving_orphan or receiving_unsupported_child)


@rule(
    label="户籍在本地", unit="bool", cite=both("第十条", "第十条"), since=SINCE_2016,
    refusal="户籍不在本地：特困人员救助供养由户籍所在地受理，请向户籍所在地乡镇（街道）申请。",
)  # fmt: skip
def registered_here(dibao__hukou_here):
    """At the place of registration; a residence permit does not do."""
    return dibao__hukou_here


@rule(
    label="配合调查核实", unit="bool", cite=both("第十三条", "第十三条"), since=SINCE_2016,
    refusal="不配合调查核实，无法查明收入、财产和法定义务人情况，终止审核。补交核对授权后可重新申请。",
)  # fmt: skip
def investigated(dibao__refuses_investigation):
    """A person decides that it was refused."""
    return not dibao__refuses_investigation


@rule(label="申请人无劳动能力", unit="bool", level=PERSON, cite=CAPACITY, since=SINCE_2016)
def applies_incapable(declares_tekun, no_capacity):
    """Whoever declared it and has no capacity, whatever else stands in the way."""
    return declares_tekun and no_capacity


@rule(label="申请人可以选择特困供养", unit="bool", level=PERSON, cite=CHOICE, since=SINCE_2016)
def free_to_choose(applies_incapable, not_in_child_programme):
    """In no other programme of its kind."""
    return applies_incapable and not_in_child_programme


@rule(label="无劳动能力并提出申请", unit="bool", level=PERSON, cite=CAPACITY, since=SINCE_2016)
def asks_without_capacity(free_to_choose, registered_here, investigated):
    """First door: declared at the right place, without capacity, in no other programme of its kind."""
    return free_to_choose and registered_here and investigated


@rule(label="并无生活来源", unit="bool", level=PERSON, cite=SOURCE, since=SINCE_2016)
def and_without_source(asks_without_capacity, no_source):
    """Second door."""
    return asks_without_capacity and no_source


@rule(label="符合特困人员条件", unit="bool", level=PERSON, cite=both("第四条", "第四条"), since=SINCE_2016, result=True)
def qualifies(and_without_source, no_obligor):
    """All three together."""
    return and_without_source and no_obligor


@rule(
    label="有生活来源的说明", unit="bool", level=PERSON, cite=SOURCE, since=SINCE_2016,
    note="{who}有生活来源：本人年收入 {tekun_income_year} 不低于低保标准的全年数，或财产超过规定。",
)  # fmt: skip
def source_told(asks_without_capacity, no_source, tekun_income_year):
    """Says why, only to those whom it concerns; the income is read to be told."""
    return not asks_without_capacity or no_source


@rule(
    label="有能力的义务人的说明", unit="bool", level=PERSON, cite=OBLIGOR, since=SINCE_2016,
    note="{who}有赡养、抚养、扶养义务人（{obligor_age}），没有查明其无履行能力。",
)  # fmt: skip
def obligor_told(and_without_source, no_obligor, obligor_age):
    """Says why, only to those whom it concerns; the age is read to be told."""
    return not and_without_source or no_obligor


@rule(label="名单中有劳动能力的配偶、子女、父母", unit="bool", level=PERSON, cite=OBLIGOR, since=SINCE_2016)
def able_kin(dibao__relation, no_capacity):
    """Of the applicant, for the fold."""
    return dibao__relation in ("spouse", "child", "parent") and not no_capacity


@rule(label="称没有法定义务人", unit="bool", level=PERSON, cite=OBLIGOR, since=SINCE_2016)
def claims_none(dibao__relation, and_without_source, obligor):
    """The applicant, who would qualify on that ground."""
    return dibao__relation == "self" and and_without_source and obligor == "none"
