"""A county's month: every household reckoned, the roll, its approval, ledger, bank files and the bank's answer.

Households are synthetic and seeded: 2.2 persons each, spread over 300 villages of the fictional county.
"""

import random
import time
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

COUNTY = "349926000000"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
NAMES = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"
STAFF = (("xianban", "任云飞", "R6"), ("caiwu", "熊思远", "R9"), ("xianzhang", "易婷婷", "R7"))
BEGAN = date(2020, 1, 1)


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


def settle(count: int, seed: int = 42) -> dict:
    """A county with its officers and `count` households on its roster; users by role. Once per database."""
    from anmin.kernel.access.api import Account, Post, open_account, user_of
    from anmin.kernel.audit.api import acting
    from anmin.kernel.places.api import Division

    with acting("测速"):
        if not Account.objects.filter(username=STAFF[0][0]).exists():
            Division.objects.create(code=COUNTY, name="安和县", full_name="安和县", level=3, since=BEGAN)
            for login, name, role in STAFF:
                account = open_account(username=login, name=name, password="anhe-2026-bench")
                Post.objects.create(account=account, role=role, area=COUNTY, since=BEGAN)
        users = {role: user_of(Account.objects.get(username=login)) for login, _, role in STAFF}
    batch: list = []
    for household in households(count, seed):
        batch.append(household)
        if len(batch) == 20_000:
            _take(batch)
            batch = []
    _take(batch)
    return users


def _take(batch: list) -> None:
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import list_recipients
    from anmin.kernel.people.api import take_in

    if batch:
        with acting("测速"):
            taken = take_in(batch, on=date(2026, 9, 1), source="名册")
            list_recipients("dibao", [(pk, None) for pk in taken.household_ids], on=date(2026, 9, 1), source="名册")


def answer_to(batch, returned: int = 0) -> bytes:
    """The bank's answer to a batch as CSV: the last `returned` lines come back."""
    from anmin.kernel.funds.api import Remittance

    rows = ["批次号,序号,金额,状态,原因"]
    sent = Remittance.objects.filter(batch=batch).order_by("serial").values_list("serial", "amount")
    for serial, amount in sent.iterator(chunk_size=20_000):
        back = serial > batch.lines - returned
        rows.append(
            f"{batch.number},{serial},{amount // 100}.{amount % 100:02d},{'失败,账户已销户' if back else '成功,'}"
        )
    return ("\n".join(rows) + "\n").encode()


def close(month: date, users: dict, parts: dict[str, float] | None = None) -> float:
    """Seconds for one month from check to lock, with 1 % returned; `parts` receives the seconds of each part."""
    from anmin.kernel.funds.api import Batch
    from anmin.kernel.month.api import People, close_month

    people = People(users["R6"], users["R9"], users["R7"])
    begin = time.perf_counter()
    marks: list[tuple[str, float]] = []
    close_month("dibao", month, COUNTY, people=people, say=lambda step: marks.append((step, time.perf_counter())))
    half = time.perf_counter()
    batch = Batch.objects.get(roll__month=month, place=1)
    data = answer_to(batch, batch.lines // 100)
    again = time.perf_counter()
    done = close_month("dibao", month, COUNTY, people=people, answer=data)
    end = time.perf_counter()
    if parts is not None:
        marks.append(("", half))
        for (step, at), (_, until) in pairwise(marks):
            parts[step] = round(until - at, 2)
        parts["回盘到锁定"] = round(end - again, 2)
    assert not done.next, done.next
    return half - begin + end - again
