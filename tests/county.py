"""A small county for tests that need places, people and officers: one account for each role, one household that applies.

Everything is written through the rooms' doors, in the way an installation would.
"""

import functools
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from anmin.kernel.access.api import Account, Post, User, user_of
from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household, HouseholdIn, Person, PersonIn, register_household, sign_consent
from anmin.kernel.people.identity import check_digit
from anmin.kernel.places.api import Division, Office

COUNTY, TOWN, VILLAGE, STREET = "349926000000", "349926100000", "349926100201", "349926100001"
OTHER_TOWN, OTHER_VILLAGE = "349926101000", "349926101201"
PASSWORD = "anhe-2026-demo"
BEGAN = date(2000, 1, 1)
PLACES = (
    (COUNTY, "安和县", 3, ""),
    (TOWN, "孔溪乡", 4, ""),
    (VILLAGE, "三盘村", 5, "rural"),
    (STREET, "石牛社区", 5, "urban"),
    (OTHER_TOWN, "云台镇", 4, ""),
    (OTHER_VILLAGE, "青岭村", 5, "rural"),
)
STAFF = (
    ("R2", "cun", "赵小梅", VILLAGE),
    ("R3", "shouli", "周敏", TOWN),
    ("R4", "jingban", "王建", TOWN),
    ("R5", "fenguan", "陈立", TOWN),
    ("R6", "xianju", "刘洋", COUNTY),
    ("R7", "juzhang", "孙强", COUNTY),
    ("R8", "hedui", "吴芳", COUNTY),
    ("R9", "zijin", "郑云", COUNTY),
    ("R10", "jiandu", "何平", COUNTY),
)


def number(first17: str) -> str:
    """A whole identity number with its own check digit."""
    return first17 + check_digit(first17)


@dataclass
class County:
    """What was set up. `staff` by role; `second` is a further township officer, who signs visits."""

    staff: dict[str, Account] = field(default_factory=dict)
    second: Account | None = None

    def user(self, role: str, day: date | None = None) -> User:
        return user_of(self.staff[role], day)


def build() -> County:
    """Divisions, offices and one account for each role."""
    county = County()
    with acting("测试"):
        for code, name, level, kind in PLACES:
            Division.objects.create(code=code, name=name, full_name=name, level=level, urban_rural=kind, since=BEGAN)
        for code, name in ((COUNTY, "安和县民政局"), (TOWN, "孔溪乡人民政府")):
            Office.objects.create(name=name, area=code, since=BEGAN, phone="0555-6120001", document_prefix="安民")
        for role, login, name, area in STAFF:
            county.staff[role] = officer(login, name, role, area)
        county.second = officer("jingban2", "李倩", "R4", TOWN)
    return county


def officer(login: str, name: str, role: str, area: str) -> Account:
    account = Account.objects.create(username=login, name=name, password=_hashed(), password_changed_on=BEGAN)
    Post.objects.create(account=account, role=role, area=area, since=BEGAN)
    return account


@functools.cache
def _hashed() -> str:
    """Hashing is slow on purpose; once is enough."""
    return make_password(PASSWORD)


MEMBERS = (
    PersonIn("张卫国", number("34992619800512001"), 1, date(1980, 5, 12), "02", facts={"wage_month": 260000}),
    PersonIn("李秀英", number("34992619820308002"), 2, date(1982, 3, 8), "10", disability=("limb", 2)),
    PersonIn("张小雨", number("34992620140901004"), 2, date(2014, 9, 1), "30", student="school"),
)


def household(
    on: date, area: str = VILLAGE, members: tuple[PersonIn, ...] = MEMBERS, *, consents: bool = True, **facts: int
) -> Household:
    """A household registered on a day, its adults' authorisations signed."""
    with acting("测试"):
        home = HouseholdIn(
            area, "rural", members, address="三盘村 12 号", bank_name="安和农商银行", bank_account="6222000000001234563",
            payee_name=members[0].name, facts=facts,
        )  # fmt: skip
        made = register_household(home, on=on, source="申请")
        if consents:
            for person in Person.objects.filter(memberships__household=made):
                sign_consent(person, on=on)
    return made
