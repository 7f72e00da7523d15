"""The fictional county itself: divisions, offices, and the staff in their posts."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from anmin.kernel.access.api import ROLES, Account, User, give_post
from anmin.kernel.places.api import Division, area_names, codes, divisions_on, load_divisions, load_offices, office_for
from anmin.ops.counties import FOLDER, read_checked, read_county
from anmin.ops.demo.households import Village
from anmin.ops.demo.names import SURNAMES

DEMO = FOLDER / "demo"
STAFF_SINCE = date(2010, 1, 1)
SOME_TOWN = "349926200000"  # 孔溪乡, where the shown accounts of a township work


@dataclass(frozen=True)
class Staff:
    """Everyone who acts, by the role they hold over an area."""

    users: tuple[User, ...]

    def at(self, role: str, area: str, place: int = 0) -> User:
        """Who holds `role` over `area`, the nearest first; `place` 1 is the second of them."""
        found = [
            (user, len(codes.scope(post.area)))
            for user in self.users
            for post in user.posts
            if post.role == role and codes.covers(post.area, area)
        ]
        nearest = max(length for _, length in found)
        return [user for user, length in found if length == nearest][place]

    def has(self, role: str, area: str) -> bool:
        """Whether someone holds `role` for exactly this area."""
        return any(post.role == role and post.area == area for user in self.users for post in user.posts)


def load_county(today: date) -> Staff:
    """Divisions, offices, accounts and posts of the demo county; what is there already stays."""
    county = read_county(DEMO)
    load_divisions(county.divisions)
    load_offices(county.offices)
    return _load_staff(today)


def _load_staff(today: date) -> Staff:
    document = read_checked(DEMO / "staff.yaml", FOLDER / "staff.schema.json")
    password = make_password(document["password"])  # one and the same, published: no need to make it sixty times
    wanted = {row["username"]: row for row in document["accounts"]}
    known = set(Account.objects.values_list("username", flat=True))
    Account.objects.bulk_create(
        Account(
            username=name,
            name=row["name"],
            password=password,
            is_keeper=row["role"] == "keeper",
            area=codes.at_level(row["area"], "county"),
            password_changed_on=today,
        )
        for name, row in wanted.items()
        if name not in known
    )
    offices = {area: office_for(area, today) for area in {row["area"] for row in wanted.values()}}
    users = []
    for account in Account.objects.filter(username__in=wanted).order_by("id"):
        row = wanted[account.username]
        posts = ()
        if not account.is_keeper:
            posts = (give_post(account, row["role"], row["area"], since=STAFF_SINCE, office=offices[row["area"]]),)
        users.append(User(account, posts))
    return Staff(tuple(users))


def villages(today: date, random: Random) -> list[Village]:
    """Villages as they are today, each with the surnames that are frequent in it."""
    rows = divisions_on(today, "349926").filter(level=codes.LEVELS.index("village")).order_by("code")
    towns = area_names({codes.parent(row.code) for row in rows}, today)
    return [_village(row, towns[codes.parent(row.code)], random) for row in rows]


def _village(row: Division, town: str, random: Random) -> Village:
    frequent = "".join(random.sample(SURNAMES[:60], 4))
    return Village(row.code, row.name, town, row.urban_rural, frequent)


def shown_accounts() -> list[dict[str, str]]:
    """The accounts that the login page and `anmin start` show, with their password."""
    document = read_checked(DEMO / "staff.yaml", FOLDER / "staff.schema.json")
    shown = [row for row in document["accounts"] if row.get("show")]
    names = area_names({row["area"] for row in shown})
    return [
        {
            "username": row["username"],
            "password": document["password"],
            "role": ROLES.get(row["role"], "系统管理"),
            "name": row["name"],
            "area": names.get(row["area"], ""),
        }
        for row in shown
    ]
