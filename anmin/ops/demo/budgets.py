"""What the finance bureau has given each fund: the months since the books began, and the coming year in advance."""

from collections import Counter
from datetime import date

from anmin.kernel.audit.api import acting
from anmin.kernel.funds import api as funds
from anmin.ops.demo.county import Staff
from anmin.ops.demo.recipients import COUNTY, PAID_MONTHS, months_before

SHARES = {"central": 55, "province": 20, "city": 5, "county": 20}  # of a hundred
SMALL = {"central": 80, "county": 20}  # where nobody is paid yet
AHEAD = {"central": 70, "province": 20}  # what those above announce before the year; the county follows with its own
LEAST = 50_000_00  # fen a year, where nobody is paid yet
MARGIN = 104  # of a hundred: a little more than what is due today
HEADS = {"central": "财社", "province": "省财社", "city": "市财社", "county": "安财社"}


def load_budgets(staff: Staff, today: date) -> None:
    """A document for each level that gives in a year, under invented numbers; through the desk's own door."""
    who, first = staff.at("R6", COUNTY), months_before(today, PAID_MONTHS)
    years = {today.year: (12, date(today.year, 1, 20)), today.year + 1: (12, min(today, date(today.year, 11, 5)))}
    years[first.year] = (13 - first.month, first)  # the books begin with the first month paid
    with acting(who.actor, reason="录入预算"):
        for purse, due in _due_a_month(today).items():
            for year, (months, on) in years.items():
                shares = AHEAD if year > today.year else SHARES if due else SMALL
                _give(who, purse, year, max(due, LEAST // 12) * months, on, shares)


def _due_a_month(today: date) -> dict[str, int]:
    due: Counter[str] = Counter()
    rows = funds.Entitlement.objects.filter(area__startswith=COUNTY[:6], until__isnull=True)
    for programme, residence, amount in rows.values_list("programme", "urban_rural", "amount_month"):
        due[f"{programme}.{residence}"] += amount
    public = [p for p in funds.purses() if p.code.isdigit()]  # what is given by donors has no budget
    return {p.key: due[p.key] for p in public}


def _give(who: object, purse: str, year: int, amount: int, on: date, shares: dict[str, int]) -> None:
    whole = -(-amount * MARGIN // 100 // 10_000) * 10_000  # up to a hundred yuan
    for level, share in shares.items():
        place = 1 + list(HEADS).index(level)
        doc = f"{HEADS[level]}（演示）〔{on.year}〕{place * 10 + year % 10}号"
        funds.enter(purse, county=COUNTY, year=year, level=level, doc=doc, amount=whole * share // 100, on=on, who=who)
