"""低保: who is entitled. Members, income, property, applying alone and amounts are in the modules beside this one.

Not modelled, left to people: whether a household deserves a band, emergency extension of review, 辅助评估 (utility
bills, private schools, travel), and everything of procedure.
"""

from anmin.kernel.declare import MONTHS_A_YEAR, rule

from . import amounts, doubts, income, members, refusing_work, review, single, wealth
from .acts import DECREE, NOTICE_2022, REVIEW, SINCE_2012, SINCE_2022, both

LABEL = "最低生活保障"
OUTCOME = "eligible"
PARTS = (members, income, wealth, single, amounts, refusing_work, review, doubts)

AMOUNT = both("第二十七条", "第二十三条")
ALONE = both("第十条", "第八条")
TEST = {SINCE_2012: both("第四条", "")[SINCE_2012], "2014-05-01": DECREE["第九条"]}
ROUTES = {"none": "不予保障", "household": "整户保障", "taper": "渐退期继续保障", "single": "单独保障（单人保）"}
PATHS = {
    "none": "—",
    "household": "整户申请低保",
    "single": "符合条件的成员可单独申请（单人保）",
    "edge": "可认定低保边缘家庭",
    "other": "可评估刚性支出困难家庭或临时救助",
    "elsewhere": "向户籍地乡镇（街道）申请",
    "again": "补交核对授权、配合调查后重新申请",
}


# ── 整户条件
@rule(label="有共同生活家庭成员", unit="bool", cite=both("第六条", "第七条"), since=SINCE_2012)
def has_members(members_counted):
    """At least one member counts."""
    return members_counted > 0


@rule(label="家庭标准（年）", unit="fen/year", cite=AMOUNT, since=SINCE_2012)
def household_standard_year(standard_month, members_counted):
    """Standard × members × twelve months."""
    return standard_month * members_counted * MONTHS_A_YEAR


@rule(label="家庭月标准", unit="fen/month", cite=AMOUNT, since=SINCE_2012, result=True)
def household_standard_month(standard_month, members_counted):
    """Standard × members."""
    return standard_month * members_counted


@rule(label="人均收入低于标准", unit="bool", cite=TEST, since=SINCE_2012)
def income_below_standard(household_income_year, household_standard_year):
    """Strictly below, compared on household totals of a year."""
    return household_income_year < household_standard_year


@rule(
    label="户籍或居住证符合规定", unit="bool", cite=both("第四条", "第四条、第五条"), since=SINCE_2012,
    refusal="没有成员户籍在本地；持居住证申请须当地已开放。可向任一成员户籍地乡镇（街道）申请。",
)  # fmt: skip
def hukou_ok(hukou_here, residence_permit, residence_permit_open):
    """Registered here, or holding a residence permit where the pilot is open."""
    return hukou_here or (residence_permit and residence_permit_open)


@rule(
    label="配合家庭经济状况调查", unit="bool", cite=both("第十五条", "第二十九条"), since=SINCE_2012,
    refusal="不配合家庭经济状况调查，无法核实收入和财产，终止审核。补交核对授权后可重新申请。",
)  # fmt: skip
def cooperates(refuses_investigation):
    """Refusal to be investigated may end the procedure; a person decides that it was refused."""
    return not refuses_investigation


@rule(label="整户符合低保条件", unit="bool", cite=TEST, since=SINCE_2012)
def household_qualifies(has_members, hukou_ok, cooperates, income_below_standard, property_ok):
    """Residence, income and property together. No occupation or status decides alone (57号 第二十八条)."""
    return has_members and hukou_ok and cooperates and income_below_standard and property_ok


@rule(label="在渐退期内", unit="bool", cite=REVIEW, since=SINCE_2012)
def in_taper(
    receiving_now, over_by_employment, months_over_standard, taper_months, has_members, hukou_ok, cooperates,
    income_below_standard, property_ok,
):  # fmt: skip
    """A recipient household lifted over the standard by employment keeps 低保 for up to so many months."""
    if income_below_standard or not (receiving_now and over_by_employment):
        return False
    return months_over_standard < taper_months and has_members and hukou_ok and cooperates and property_ok


# ── 不予保障的理由(整户申请)
@rule(
    label="申请人数可以计算", unit="bool", cite=both("第六条", "第七条"), since=SINCE_2012,
    refusal="名单中没有可以计入的共同生活家庭成员。",
)  # fmt: skip
def meets_members(application, has_members):
    """As has_members, said only to households that apply as a whole."""
    return application == "single" or has_members


@rule(
    label="收入条件", unit="bool", cite=TEST, since=SINCE_2012,
    refusal="家庭月人均收入 {income_per_head_month} 不低于当地标准 {standard_month}"
    "（家庭月收入 {household_income_month}，成员 {members_counted}）。",
)  # fmt: skip
def meets_income(application, income_below_standard, in_taper):
    """Below the standard, or kept in the taper."""
    return application == "single" or income_below_standard or in_taper


@rule(
    label="金融资产条件", unit="bool", cite=wealth.PROPERTY, since=SINCE_2012,
    refusal="家庭金融资产 {net_assets} 超过上限 {assets_limit}。",
)  # fmt: skip
def meets_assets(application, assets_ok):
    """Financial assets within the limit."""
    return application == "single" or assets_ok


@rule(
    label="房产条件", unit="bool", cite=wealth.PROPERTY, since=SINCE_2012,
    refusal="房产超过规定：住房 {houses} 套（豁免 {houses_exempt} 套，上限 {houses_limit_dibao} 套），"
    "非居住房产 {commercial_houses} 套（上限 {commercial_houses_limit} 套）。",
)  # fmt: skip
def meets_houses(application, houses_ok):
    """Houses within the limit."""
    return application == "single" or houses_ok


@rule(
    label="机动车条件", unit="bool", cite=wealth.PROPERTY, since=SINCE_2012,
    refusal="名下机动车 {vehicles} 辆（豁免 {vehicles_exempt} 辆），超过上限 {vehicles_limit_dibao} 辆。",
)  # fmt: skip
def meets_vehicles(application, vehicles_ok):
    """Vehicles within the limit."""
    return application == "single" or vehicles_ok


@rule(
    label="工商登记条件", unit="bool", cite=wealth.PROPERTY, since=SINCE_2012,
    refusal="有工商登记或持股 {companies} 个（豁免 {companies_exempt} 个），超过规定。",
)  # fmt: skip
def meets_companies(application, companies_ok):
    """Companies within the limit."""
    return application == "single" or companies_ok


@rule(
    label="困难档次已评定", unit="bool", cite=AMOUNT, since=SINCE_2012,
    refusal="当地按困难档次发放低保金，还没有评定困难档次；由乡镇（街道）评定后再测算。",
)  # fmt: skip
def band_assessed(application, amount_method, hardship_band):
    """Where the area pays by bands, nobody is paid before the band is known."""
    return application == "single" or amount_method != "bands" or hardship_band > 0


# ── 单独申请的条件
@rule(
    label="指明一名申请人", unit="bool", cite=ALONE, since=SINCE_2012,
    refusal="单独申请须指明、且只能指明一名申请人（现为 {applicants}）。",
)  # fmt: skip
def one_applicant(application, applicants):
    """Exactly one person applies alone."""
    return application != "single" or applicants == 1


@rule(
    label="不是可以整户保障的家庭", unit="bool",
    cite={**ALONE, SINCE_2022: NOTICE_2022["一（一）"]}, since=SINCE_2012,
    refusal="全家符合低保条件，应整户申请，不得只将个别成员纳入。",
)  # fmt: skip
def not_part_of_qualifying(application, household_qualifies, applicant_is_member):
    """Members of a qualifying household are enrolled together; clergy who live apart are members of none."""
    return application != "single" or not household_qualifies or not applicant_is_member


@rule(
    label="申请人本人收入低于标准", unit="bool", cite=ALONE, since=SINCE_2012,
    refusal="申请人本人年收入 {single_income_year} 不低于全年标准。",
)  # fmt: skip
def single_income_ok(application, single_income_year, standard_month):
    """Own income strictly below the standard."""
    return application != "single" or single_income_year < standard_month * MONTHS_A_YEAR


@rule(
    label="申请人本人财产符合规定", unit="bool", cite=wealth.PROPERTY, since=SINCE_2012,
    refusal="申请人本人金融资产 {single_assets} 超过一人的上限。",
)  # fmt: skip
def single_assets_ok(application, single_assets, standard_month, assets_limit_months_dibao):
    """Own financial assets within one person's limit."""
    return application != "single" or single_assets <= standard_month * assets_limit_months_dibao


@rule(label="符合单独保障条件", unit="bool", cite=ALONE, since=SINCE_2012)
def single_qualifies(
    application, hukou_ok, cooperates, one_applicant, not_part_of_qualifying, single_ground, single_income_ok,
    single_assets_ok,
):  # fmt: skip
    """All conditions of applying alone."""
    if application != "single" or not (hukou_ok and cooperates and one_applicant):
        return False
    return not_part_of_qualifying and single_ground and single_income_ok and single_assets_ok


# ── 结论
@rule(label="保障方式", unit="choice", choices=ROUTES, cite=TEST, since=SINCE_2012, result=True)
def route(application, household_qualifies, band_assessed, in_taper, single_qualifies):
    """By which door, if any."""
    if application == "single":
        return "single" if single_qualifies else "none"
    if household_qualifies:
        return "household" if band_assessed else "none"
    return "taper" if in_taper else "none"


@rule(label="可以享受低保（含渐退期）", unit="bool", cite=TEST, since=SINCE_2012, result=True)
def eligible(route):
    """Entitled on the day, by whichever door."""
    return route != "none"


@rule(label="建议的其他途径", unit="choice", choices=PATHS, cite=ALONE, since=SINCE_2012, result=True)
def pathway(eligible, hukou_ok, cooperates, household_qualifies, edge_household, any_edge_ground, any_own_ground):
    """Where to turn next if refused (一次申请、分类审核)."""
    if eligible:
        return "none"
    if not hukou_ok:
        return "elsewhere"
    if not cooperates:
        return "again"
    if household_qualifies:
        return "household"
    if any_own_ground or (edge_household and any_edge_ground):
        return "single"
    return "edge" if edge_household else "other"
