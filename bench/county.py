"""A synthetic county for benches: households as a roster brings them, files of other departments. Seeded."""

import itertools
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
NAMES = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


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


def sources(folder: Path, rows: int, count: int) -> None:
    """Seven files of other departments with `rows` rows together, loaded; some hundred rows concern the county's people."""
    import polars as pl

    from anmin.kernel.audit.api import acting
    from anmin.kernel.means.api import load_source

    rng = random.Random(7)
    mine = [person.id_number for home in itertools.islice(households(count), 60) for person in home.persons]
    facts = {
        "wages": "月工资", "pensions": "月发放额", "vehicles": "号牌", "real_estate": "坐落", "companies": "企业名称",
        "deposits": "余额", "deaths": "死亡日期",
    }  # fmt: skip
    for name, column in facts.items():
        many = rows // len(facts)
        numbers = [f"51{rng.randrange(10**15):015d}" for _ in range(many - len(mine))]
        numbers = [first + check_of(first) for first in numbers] + (mine if name != "deaths" else [])
        told: dict[str, list] = {"身份证号": numbers}
        values = {"死亡日期": date(2026, 9, 30), "月工资": 1200_00, "月发放额": 300_00, "余额": 5000_00}
        told[column] = [values.get(column, f"甲{n}") for n in range(len(numbers))]
        path = folder / f"{name}.parquet"
        pl.DataFrame(told).write_parquet(path)
        with acting("测速"):
            load_source(name, path, as_of=date(2026, 9, 30), file_name=path.name)


def check_of(first17: str) -> str:
    from anmin.kernel.people.api import check_digit

    return check_digit(first17)
