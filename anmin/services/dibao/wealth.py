"""Property limits of 低保 and of the edge household. What is needed for life and work is exempt; a person judges that."""

from anmin.kernel.declare import BP, TWELVE_MONTHS, rule

from .acts import SINCE_2012, both

PROPERTY = both("第八条", "第十四条")
EDGE = both("第八条", "第八条第二款")


@rule(label="应计金融资产", unit="fen", cite=PROPERTY, since=SINCE_2012)
def net_assets(financial_assets, exempt_assets):
    """Financial assets less the exempt part."""
    return max(financial_assets - exempt_assets, 0)


@rule(label="金融资产上限的人数", unit="person", cite=PROPERTY, since=SINCE_2012)
def assets_heads(assets_limit_basis, members_counted):
    """The limit is per member or per household, by the area's rule."""
    return members_counted if assets_limit_basis == "person" else 1


@rule(label="低保金融资产上限", unit="fen", cite=PROPERTY, since=SINCE_2012)
def assets_limit(standard_month, assets_limit_months_dibao, assets_heads):
    """So many months of the standard."""
    return standard_month * assets_limit_months_dibao * assets_heads


@rule(label="金融资产不超限", unit="bool", cite=PROPERTY, since=SINCE_2012)
def assets_ok(net_assets, assets_limit):
    """At the limit is still within it."""
    return net_assets <= assets_limit


@rule(label="住房不超限", unit="bool", cite=PROPERTY, since=SINCE_2012)
def houses_ok(houses, houses_exempt, houses_limit_dibao, commercial_houses, commercial_houses_limit):
    """Dwellings beside exempt ones, and shops, within the limits."""
    return houses - houses_exempt <= houses_limit_dibao and commercial_houses <= commercial_houses_limit


@rule(label="一年的标准额", unit="fen", cite=PROPERTY, since=SINCE_2012)
def year_standard(standard_month):
    """The standard of twelve months as a sum of money, the measure for prices."""
    return standard_month * TWELVE_MONTHS


@rule(label="一辆低价车可以保留", unit="bool", cite=PROPERTY, since=SINCE_2012)
def one_cheap_car(vehicles, vehicles_exempt, vehicle_price, vehicle_price_limit_bp, year_standard):
    """Where the area says so: one car priced below a share of the yearly standard."""
    return vehicles - vehicles_exempt <= 1 and vehicle_price * BP < year_standard * vehicle_price_limit_bp


@rule(label="机动车不超限", unit="bool", cite=PROPERTY, since=SINCE_2012)
def vehicles_ok(vehicles, vehicles_exempt, vehicles_limit_dibao, one_cheap_car):
    """Beside exempt ones (disability scooters, motorcycles, farm machines) within the limit."""
    return vehicles - vehicles_exempt <= vehicles_limit_dibao or one_cheap_car


@rule(label="工商登记不超限", unit="bool", cite=PROPERTY, since=SINCE_2012)
def companies_ok(companies, companies_exempt, company_capital, company_capital_limit):
    """No company beside exempt ones, unless the area allows a small subscribed capital."""
    return companies - companies_exempt <= 0 or (company_capital_limit > 0 and company_capital <= company_capital_limit)


@rule(label="财产符合低保规定", unit="bool", cite=PROPERTY, since=SINCE_2012)
def property_ok(assets_ok, houses_ok, vehicles_ok, companies_ok):
    """All four."""
    return assets_ok and houses_ok and vehicles_ok and companies_ok


@rule(label="财产符合低保边缘规定", unit="bool", cite=EDGE, since=SINCE_2012)
def edge_property_ok(
    net_assets, standard_month, assets_limit_months_edge, assets_heads, houses, houses_exempt, houses_limit_edge,
    commercial_houses, commercial_houses_limit, vehicles, vehicles_exempt, vehicles_limit_edge, one_cheap_car,
    companies_ok,
):  # fmt: skip
    """As for 低保, with the edge household's usually wider limits."""
    return (
        net_assets <= standard_month * assets_limit_months_edge * assets_heads
        and houses - houses_exempt <= houses_limit_edge
        and commercial_houses <= commercial_houses_limit
        and (vehicles - vehicles_exempt <= vehicles_limit_edge or one_cheap_car)
        and companies_ok
    )
