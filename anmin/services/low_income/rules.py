"""Low-income families: 低保边缘, 刚性支出困难, 其他低收入. One request is looked at for each kind in turn.

Income, property and members are reckoned as for 低保. Left to people: which receipts are genuine and counted once,
households that fit no kind (县级协调机制 一事一议).
"""

from anmin.kernel.declare import BP, MONTHS_A_YEAR, TWELVE_MONTHS, aggregate, rule

from . import spending
from .acts import EDGE, OPINION_2023, ORDER, RIGID, SINCE_2021, SINCE_2025, UNTIL_2024, WATCH

LABEL = "低收入人口认定"
OUTCOME = "eligible"
PAYS = False
PARTS = (spending,)
KINDS = {"none": "不予认定", "edge": "低保边缘家庭", "rigid": "刚性支出困难家庭", "other": "其他低收入家庭"}
OTHER = {SINCE_2021: EDGE[SINCE_2021], "2023-10-19": OPINION_2023["二（一）"]}

tekun_members = aggregate(
    "tekun_members", "count", "receiving_tekun", label="特困供养人员数", unit="person", cite=ORDER, since=SINCE_2021
)


@rule(
    label="不是低保家庭", unit="bool", cite=ORDER, since=SINCE_2021,
    refusal="家庭已是低保家庭或符合低保条件：应享受（申请）最低生活保障，不再认定低保边缘或刚性支出困难家庭。",
)  # fmt: skip
def not_dibao(receiving_dibao, dibao__household_qualifies):
    """What is better comes first: a household that qualifies for 低保 is told to apply for it."""
    return not (receiving_dibao or dibao__household_qualifies)


@rule(
    label="不全是特困供养人员", unit="bool", cite=ORDER, since=SINCE_2021,
    refusal="家庭成员都是特困供养人员，已由特困供养保障。",
)  # fmt: skip
def not_tekun(tekun_members, dibao__members_counted):
    """Someone lives here who is not supported already."""
    return tekun_members == 0 or tekun_members < dibao__members_counted


@rule(label="可以受理", unit="bool", cite=ORDER, since=SINCE_2021)
def can_be_heard(dibao__has_members, dibao__hukou_ok, dibao__cooperates, not_dibao, not_tekun):
    """Members, place, co-operation, and no better programme."""
    return dibao__has_members and dibao__hukou_ok and dibao__cooperates and not_dibao and not_tekun


# ── 低保边缘
@rule(
    label="收入低于边缘线", unit="bool", cite=EDGE, since=SINCE_2021,
    refusal="不能认定低保边缘：家庭月人均收入 {dibao__income_per_head_month} 不低于低保标准 "
    "{dibao__standard_month} 的 {dibao__edge_multiple_bp}。",
)  # fmt: skip
def edge_income_ok(
    dibao__household_income_year, dibao__standard_month, dibao__members_counted, dibao__edge_multiple_bp,
    dibao__income_per_head_month,
):  # fmt: skip
    """Strictly below so many times the standard, on yearly totals. Income below the standard itself is no bar: a
    household that failed 低保 on property may still be one."""
    return (
        dibao__household_income_year * BP
        < dibao__standard_month * dibao__members_counted * MONTHS_A_YEAR * dibao__edge_multiple_bp
    )


@rule(
    label="财产符合边缘规定", unit="bool", cite=EDGE, since=SINCE_2021,
    refusal="不能认定低保边缘：家庭财产（金融资产 {dibao__net_assets}、房产、车辆、工商登记）超过低保边缘家庭的规定。",
)  # fmt: skip
def edge_property_fits(dibao__edge_property_ok):
    """Usually wider than for 低保."""
    return dibao__edge_property_ok


@rule(label="低保边缘线（每人每月）", unit="fen/month/person", cite=EDGE, since=SINCE_2021)
def edge_line_month(dibao__standard_month, dibao__edge_multiple_bp):
    """For people to read; the comparison is made on yearly totals."""
    return dibao__standard_month * dibao__edge_multiple_bp // BP


@rule(label="符合低保边缘家庭条件", unit="bool", cite=EDGE, since=SINCE_2021, result=True)
def is_edge(can_be_heard, edge_income_ok, edge_property_fits):
    """All together."""
    return can_be_heard and edge_income_ok and edge_property_fits


# ── 刚性支出困难
@rule(label="当地人均可支配收入乘人数（年）", unit="fen/year", cite=RIGID, since=SINCE_2021)
def pcdi_household_year(pcdi_year, dibao__members_counted):
    """The measure for the household's income."""
    return pcdi_year * dibao__members_counted


@rule(label="人均收入低于当地平均", unit="bool", cite=RIGID, since=SINCE_2021, result=True)
def poorer_than_average(dibao__household_income_year, pcdi_household_year):
    """Strictly below last year's figure; other services read it."""
    return dibao__household_income_year < pcdi_household_year


@rule(label="家庭人均年收入", unit="fen/year/person", cite=RIGID, since=SINCE_2021)
def income_per_head_year(dibao__household_income_year, dibao__members_counted):
    """For people to read, cut to the fen; no comparison uses it."""
    return dibao__household_income_year // max(dibao__members_counted, 1)


@rule(
    label="人均收入低于当地人均可支配收入", unit="bool", cite=RIGID, since=SINCE_2021,
    refusal="不能认定刚性支出困难：家庭人均年收入 {income_per_head_year} 不低于当地上年度居民人均可支配收入 {pcdi_year}。",
)  # fmt: skip
def below_pcdi(poorer_than_average, income_per_head_year):
    """Says why; the income is read to be told."""
    return poorer_than_average


@rule(label="一辆车以内或低价车", unit="bool", cite=RIGID, since=SINCE_2021)
def rigid_vehicles_ok(dibao__one_cheap_car, dibao__vehicles, dibao__vehicles_exempt, rigid_vehicles_limit):
    """Beside exempt ones."""
    return dibao__vehicles - dibao__vehicles_exempt <= rigid_vehicles_limit or dibao__one_cheap_car


@rule(label="财产符合刚性支出困难规定", unit="bool", cite=RIGID, since=SINCE_2021, result=True)
def rigid_property_ok(
    dibao__net_assets, dibao__standard_month, rigid_assets_limit_months, dibao__members_counted, dibao__houses, dibao__houses_exempt,
    rigid_houses_limit, dibao__commercial_houses, dibao__commercial_houses_limit, rigid_vehicles_ok, dibao__companies_ok,
):  # fmt: skip
    """May be wider than for the edge household."""
    return (
        dibao__net_assets <= dibao__standard_month * rigid_assets_limit_months * dibao__members_counted
        and dibao__houses - dibao__houses_exempt <= rigid_houses_limit
        and dibao__commercial_houses <= dibao__commercial_houses_limit
        and rigid_vehicles_ok
        and dibao__companies_ok
    )


@rule(
    label="刚性支出困难的财产条件", unit="bool", cite=RIGID, since=SINCE_2021,
    refusal="不能认定刚性支出困难：家庭财产（金融资产 {dibao__net_assets}、房产、车辆、工商登记）超过当地规定。",
)  # fmt: skip
def rigid_property_fits(rigid_property_ok):
    """Says why."""
    return rigid_property_ok


@rule(label="家庭收入的规定比例（年）", unit="fen/year", cite=RIGID, since=SINCE_2021)
def rigid_line_year(dibao__household_income_year, rigid_ratio_bp):
    """For people to read, cut to the fen; no comparison uses it."""
    return dibao__household_income_year * rigid_ratio_bp // BP


@rule(
    label="刚性支出达到规定比例", unit="bool", cite=RIGID, since=SINCE_2025,
    refusal="不能认定刚性支出困难：前12个月刚性支出 {rigid_spending_year} 没有{rigid_operator}"
    "家庭收入 {dibao__household_income_year} 的 {rigid_ratio_bp}。",
)  # fmt: skip
def rigid_ratio_ok(rigid_spending_year, dibao__household_income_year, rigid_ratio_bp, rigid_operator):
    """Spending over income by the area's operator, compared without dividing; without any spending never."""
    if rigid_spending_year == 0:
        return False
    if rigid_operator == "at_least":
        return rigid_spending_year * BP >= dibao__household_income_year * rigid_ratio_bp
    return rigid_spending_year * BP > dibao__household_income_year * rigid_ratio_bp


@rule(
    name="rigid_ratio_ok", label="刚性支出达到规定比例", unit="bool", cite=RIGID, since=SINCE_2021, until=UNTIL_2024,
    refusal="刚性支出困难家庭自2025年1月1日起按民发〔2024〕57号认定；此前按各地支出型困难家庭办法由人工认定。",
)  # fmt: skip
def rigid_ratio_before():
    """No national test before 2025-01-01."""
    return False


@rule(label="符合刚性支出困难家庭条件", unit="bool", cite=RIGID, since=SINCE_2021, result=True)
def is_rigid(can_be_heard, is_edge, below_pcdi, rigid_property_fits, rigid_ratio_ok):
    """None of the better kinds, and all three tests."""
    return can_be_heard and not is_edge and below_pcdi and rigid_property_fits and rigid_ratio_ok


# ── 其他低收入
@rule(label="符合其他低收入家庭条件", unit="bool", cite=OTHER, since=SINCE_2021, result=True)
def is_other(
    can_be_heard, is_edge, is_rigid, other_multiple_bp, dibao__household_income_year, dibao__standard_month,
    dibao__members_counted, rigid_property_ok,
):  # fmt: skip
    """Where the area has such a kind: income below so many times the standard, property as for 刚性支出."""
    if is_edge or is_rigid or other_multiple_bp == 0 or not (can_be_heard and rigid_property_ok):
        return False
    return (
        dibao__household_income_year * BP
        < dibao__standard_month * dibao__members_counted * MONTHS_A_YEAR * other_multiple_bp
    )


@rule(label="认定类别", unit="choice", choices=KINDS, cite=ORDER, since=SINCE_2021, result=True)
def category(is_edge, is_rigid, is_other):
    """In the order of the law: 低保边缘, 刚性支出困难, 其他."""
    if is_edge:
        return "edge"
    if is_rigid:
        return "rigid"
    return "other" if is_other else "none"


@rule(label="认定为低收入家庭", unit="bool", cite=ORDER, since=SINCE_2021, result=True)
def eligible(category):
    """Of any kind."""
    return category != "none"


@rule(label="认定有效期", unit="month", cite=RIGID, since=SINCE_2021, result=True)
def valid_for_months(category, valid_months_edge, valid_months_rigid, valid_months_other):
    """Then a new application; unchanged papers are not asked again. Of 刚性支出 the law allows twelve months at most."""
    if category == "edge":
        return valid_months_edge
    if category == "rigid":
        return valid_months_rigid if valid_months_rigid <= TWELVE_MONTHS else TWELVE_MONTHS
    return valid_months_other if category == "other" else 0


@rule(label="有成员可单独申请低保", unit="bool", cite=EDGE, since=SINCE_2021, result=True)
def single_dibao_open(is_edge, dibao__any_edge_ground):
    """An edge household's severely disabled or seriously ill member may apply for 低保 alone."""
    return is_edge and dibao__any_edge_ground


# ── 动态监测
@rule(label="医疗自付预警线（年）", unit="fen/year", cite=WATCH, since=SINCE_2021)
def watch_medical_line(pcdi_year, watch_medical_bp):
    """Own medical costs of a household from which somebody goes and looks."""
    return pcdi_year * watch_medical_bp // BP


@rule(label="医疗自付过高", unit="bool", cite=WATCH, since=SINCE_2021)
def watch_medical(medical_total_year, watch_medical_line):
    """At the line or above it."""
    return medical_total_year >= watch_medical_line


@rule(label="收入减少预警比例", unit="bp", cite=WATCH, since=SINCE_2021)
def watch_drop(watch_drop_bp):
    """Of the wages declared before."""
    return watch_drop_bp


@rule(label="预警核实期限", unit="day", cite=WATCH, since=SINCE_2021)
def watch_term(watch_days):
    """Working days."""
    return watch_days


@rule(label="专人走访间隔", unit="month", cite=WATCH, since=SINCE_2021, result=True)
def visit_every(visit_months):
    """How often the named officer sees the household."""
    return visit_months


@rule(label="到期提醒提前", unit="day", cite=WATCH, since=SINCE_2021)
def watch_notice(watch_ahead):
    """Calendar days before a recognition ends."""
    return watch_ahead
