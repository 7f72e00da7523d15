"""A fictional county small enough to read: 云溪县 349901, two townships, three villages, one officer per post."""

from datetime import date

from anmin.kernel.access.api import Account, Post, User, user_of
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household, HouseholdIn, PersonIn, register_household
from anmin.kernel.people.identity import check_digit
from anmin.kernel.places.api import Division, Office

COUNTY, STONE, BRIDGE = "349901000000", "349901100000", "349901101000"
PINE, REED, WELL = "349901100201", "349901100202", "349901101201"
LONG_AGO = date(2012, 1, 1)
OFFICERS = {
    "R2": PINE, "R3": STONE, "R4": STONE, "R5": STONE, "R6": COUNTY, "R7": COUNTY, "R8": COUNTY, "R9": COUNTY, "R10": COUNTY,
}  # fmt: skip


def lay_out() -> None:
    """Divisions and offices."""
    names = {
        COUNTY: ("云溪县", 3), STONE: ("石牛镇", 4), BRIDGE: ("板桥乡", 4),
        PINE: ("松坪村", 5), REED: ("芦湾村", 5), WELL: ("井坳村", 5),
    }  # fmt: skip
    with acting("测试"):
        for code, (name, level) in names.items():
            Division.objects.create(
                code=code, name=name, full_name=name, level=level, urban_rural="rural", since=LONG_AGO
            )
        for area, name in ((COUNTY, "云溪县民政局"), (STONE, "石牛镇人民政府"), (BRIDGE, "板桥乡人民政府")):
            Office.objects.create(name=name, area=area, document_prefix=f"{name[:1]}民", since=LONG_AGO)


def officer(role: str, area: str, name: str = "") -> User:
    """An account with one post."""
    with acting("测试"):
        account = Account(username=name or f"{role}-{area}", name=name or f"{role}员")
        account.set_unusable_password()
        account.save()
        Post.objects.create(account=account, role=role, area=area, since=LONG_AGO)
    return user_of(account)


def staff() -> dict[str, User]:
    """One officer per role, each where that role works."""
    return {role: officer(role, area) for role, area in OFFICERS.items()}


def number(born: str = "19600101", order: int = 1) -> str:
    """A valid identity number of nobody."""
    first = f"349901{born}{order:03d}"
    return first + check_digit(first)


def person(name: str, order: int, *, relation: str = "02", born: str = "19600101", **more: object) -> PersonIn:
    return PersonIn(name, number(born, order), 1 if order % 2 else 2, date.fromisoformat(born), relation, **more)


def household(*persons: PersonIn, area: str = PINE, on: date = date(2026, 1, 5), **more: object) -> Household:
    """A registered household; the first person is its head."""
    with acting("测试"):
        return register_household(
            HouseholdIn(area=area, urban_rural="rural", persons=persons, **more), on=on, source="测试"
        )
