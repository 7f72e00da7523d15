"""Recipient households in the fictional county, paid by the month; its numbers are those of the demo county."""

from datetime import date

from django.db import connection

from anmin.kernel.access.api import Account, User
from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Entitlement, Grant, grant
from anmin.kernel.month.reckoning import bases, reckon_households
from anmin.kernel.people.api import Household, HouseholdIn, PersonIn, happen, register_household
from anmin.kernel.people.events import Told
from tests.county import COUNTY, VILLAGE, County, number

REGISTERED, FIRST = date(2026, 1, 5), date(2026, 2, 1)


def person(name: str, order: int, *, born: str = "19700101", relation: str = "02", **more: object) -> PersonIn:
    """Even orders are women. `more` are conditions and facts, as in `PersonIn`."""
    identity = number(f"349926{born}{order:03d}")
    return PersonIn(name, identity, 2 - order % 2, date.fromisoformat(born), relation, **more)


def household(*persons: PersonIn, area: str = VILLAGE, on: date = REGISTERED, **facts: object) -> Household:
    with acting("测试"):
        account = f"62220000000000{sum(map(ord, persons[0].name)) % 10**5:05d}"
        home = HouseholdIn(area, "rural", persons, bank_name="安和农商银行", bank_account=account, facts=facts)
        return register_household(home, on=on, source="测试")


def enrol(home: Household, since: date = FIRST) -> Entitlement:
    """Grants what the rules give, as a decision would."""
    reckoned = reckon_households("dibao", since, [home.pk])
    eligible, amount, persons = reckoned.amounts()[home.pk]
    assert eligible, reckoned.wrong
    with acting("测试"):
        basis = bases(reckoned, [home.pk])[home.pk]
        grant([Grant(home.pk, "dibao", amount, persons, since, "审核确认 测试", basis)])
    return in_force(home)


def in_force(home: Household) -> Entitlement | None:
    """The open entitlement."""
    return Entitlement.objects.filter(household=home, until__isnull=True).select_related("payee").first()


def event(home: Household, name: str, kind: str, on: date, **answers: object) -> Told:
    member = next(m.person for m in home.memberships.select_related("person") if m.person.name == name)
    with acting("测试"):
        return happen(member, kind, on=on, answers=answers)


def result(home: Household, day: date, *columns: str) -> tuple:
    """Columns of the rules for one household on a day, with what is known of it."""
    from anmin.kernel.month.tapers import ask, with_tapers
    from anmin.kernel.people.api import known_of

    return ask("dibao", day, with_tapers(known_of([home.pk], day), "dibao", day), list(columns)).row(0)[1:]


def paid_month(county: County, month: date) -> object:
    """One whole month: roll, four eyes, bank file, everything paid."""
    from anmin.kernel.funds import api as funds
    from anmin.kernel.month.api import People, close_month

    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month("dibao", month, COUNTY, people=people, on=month)
    return funds.Roll.objects.get(programme="dibao", month=month)


def kin_of(account: Account, home: Household) -> None:
    from anmin.kernel.people.api import declare_kin

    with acting("测试"):
        declare_kin(account.pk, home.head, "父母", on=REGISTERED)


def now() -> None:
    """Deferred triggers speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


__all__ = ["COUNTY", "County", "User"]
