"""A synthetic county for benches: households as a roster brings them, files of other departments. Seeded."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

COUNTY = "349926000000"
STAFF = (("xianban", "任云飞", "R6"), ("caiwu", "熊思远", "R9"), ("xianzhang", "易婷婷", "R7"))
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
NAMES = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


@contextmanager
def without_history() -> Iterator[None]:
    """What is laid in meanwhile is checked by no trigger and leaves no history; whatever follows does, as always."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("RESET session_replication_role")


def households(count: int, seed: int = 42) -> Iterator:
    """`count` households as a roster would bring them; most of them in need."""
    from anmin.kernel.people.api import HouseholdIn, PersonIn, check_digit

    rng = random.Random(seed)
    villages = [f"349926{100 + i // 30:03}{(200 if i % 3 else 1) + i % 30:03}" for i in range(300)]
    serial = 0

    def someone(relation: str, surname: str) -> PersonIn:
        nonlocal serial
        born = date(
            rng.randrange(1935, 2020) if relation == "30" else rng.randrange(1935, 1990),
            rng.randrange(1, 13),
            rng.randrange(1, 29),
        )
        first = f"3499{serial // 1000 % 100:02d}{born:%Y%m%d}{serial % 1000:03d}"
        serial += 1
        grown = date(2026, 1, 1).year - born.year
        facts = {"wage_month": rng.randrange(0, 90_000)} if 18 < grown < 60 and rng.random() < 0.5 else {}
        return PersonIn(
            surname + rng.choice(NAMES) + rng.choice(NAMES), first + check_digit(first), 1 + serial % 2, born, relation,
            disability=("limb", rng.randrange(1, 5)) if rng.random() < 0.2 else None,
            illness="尿毒症" if rng.random() < 0.05 else "", facts=facts,
        )  # fmt: skip

    for number in range(count):
        surname = rng.choice(SURNAMES)
        size = rng.choices((1, 2, 3, 4, 5), (36, 31, 18, 10, 5))[0]
        members = tuple(someone(("02", "10")[place] if place < 2 else "30", surname) for place in range(size))
        village = rng.choice(villages)
        yield HouseholdIn(
            village, "rural" if int(village[9:]) >= 200 else "urban", members, bank_name="安和农商银行",
            bank_account=f"62{number:017d}", payee_name=members[0].name, facts={"houses": 1},
        )  # fmt: skip


# What other departments know of the county's people. Most of it is as declared; one in so many knows more.
MORE = {
    "wages": 200, "pensions": 300, "vehicles": 300, "real_estate": 400, "companies": 500, "deposits": 300, "deaths": 3000,
}  # fmt: skip
HEADS = {
    "wages": "月工资", "pensions": "月发放额", "vehicles": "号牌", "real_estate": "坐落", "companies": "企业名称",
    "deposits": "余额", "deaths": "死亡日期",
}  # fmt: skip
FOUND = {"wages": 3_000_00, "pensions": 300_00, "deposits": 50_000_00, "deaths": date(2026, 9, 20)}


def sources(folder: Path, rows: int, count: int) -> None:
    """Seven files of other departments with `rows` rows together, loaded: the people of `count` households among others."""
    import polars as pl

    from anmin.kernel.audit.api import acting
    from anmin.kernel.means.api import load_source

    rng = random.Random(7)
    known = _known(count)
    for name, more in MORE.items():
        told = [(identity, FOUND.get(name, "甲")) for identity, _, _ in known if rng.randrange(more) == 0]
        if name == "wages":
            told += [(identity, wage) for identity, wage, _ in known if wage]
        if name == "real_estate":
            told += [(identity, "甲") for identity, _, is_head in known if is_head]
        others = max(rows // len(MORE) - len(told), 0)
        told += [(_stranger(rng), FOUND.get(name, "乙")) for _ in range(others)]
        rng.shuffle(told)
        path = folder / f"{name}.parquet"
        pl.DataFrame({"身份证号": [n for n, _ in told], HEADS[name]: [value for _, value in told]}).write_parquet(path)
        with acting("测速"):
            load_source(name, path, as_of=date(2026, 9, 30), file_name=path.name)


def _known(count: int) -> list[tuple[str, int, bool]]:
    """Identity number, declared wage (fen) and whether head, of every person of `count` households."""
    return [
        (person.id_number, person.facts.get("wage_month", 0), place == 0)
        for home in households(count)
        for place, person in enumerate(home.persons)
    ]


def _stranger(rng: random.Random) -> str:
    """A valid identity number of someone of another province."""
    from anmin.kernel.people.api import check_digit

    first = (
        f"51{rng.randrange(10_000):04d}{rng.randrange(1930, 2020)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    )
    first += f"{rng.randrange(1000):03d}"
    return first + check_digit(first)
