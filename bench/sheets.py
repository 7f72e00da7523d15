"""What reading a roster costs: an xlsx of 60,000 rows opened, recognised, checked and assembled to households."""

import datetime as dt
import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

DAY = dt.date(2026, 10, 9)
COUNTY = "349926"
TOWNS, VILLAGES = "甲乙丙丁戊己庚辛壬癸", "东西南北中上下前后新"
RELATIONS = ("户主", "妻", "长子", "长女")
ROWS = 60_000
SAMPLE = 2_000
HEADINGS = (
    "序号", "乡镇", "村（社区）", "户主姓名", "户主身份证号", "家庭人口", "成员姓名", "成员身份证号码",
    "与户主关系", "性别", "民族", "出生日期", "残疾类别", "残疾等级", "残疾证号", "病种", "健康状况",
    "劳动能力", "就业状况", "在校情况", "工资性收入（元/月）", "经营净收入（元/年）", "转移净收入（元/月）", "存款",
    "有无机动车", "住房套数", "保障类别", "月保障金额", "开户银行", "银行账号", "开户名", "联系电话",
    "户籍性质", "备注",
)  # fmt: skip


def places() -> list:
    """The towns and villages of a county that has nothing but a compass for names."""
    from anmin.services.dibao.roster_places import Place

    found = []
    for t, town in enumerate(TOWNS, start=1):
        found.append(Place(f"{COUNTY}1{t:02}000", (f"{town}镇",)))
        found += [Place(f"{COUNTY}1{t:02}2{v:02}", (f"{town}{name}村",), "rural") for v, name in enumerate(VILLAGES, 1)]
    return found


def write_roster(path: Path, rows: int, seed: int = 42) -> None:
    """A roster of so many persons in households of one to four; identity numbers that belong to nobody."""
    import xlsxwriter

    rng, serial = random.Random(seed), 0
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("花名册")
        page.write_row(0, 0, ["安和县2026年10月城乡最低生活保障花名册"])
        page.write_row(1, 0, HEADINGS)
        while serial < rows:
            size = min(rng.choices((1, 2, 3, 4), (35, 30, 20, 15))[0], rows - serial)
            for line in _household(rng, serial, size):
                serial += 1
                page.write_row(serial + 1, 0, [serial, *line])


def _household(rng: random.Random, serial: int, size: int) -> Iterator[list]:
    town, village = rng.choice(TOWNS), rng.choice(VILLAGES)
    people = [_person(rng, serial + place, place) for place in range(size)]
    head, number, _ = people[0]
    amount, savings = rng.randrange(100, 1500), rng.randrange(20_000)
    for place, (name, identity, born) in enumerate(people):
        ill, disabled = rng.random() < 0.05, rng.random() < 0.2
        yield [
            f"{town}镇", f"{town}{village}村", head, number, size, name, identity, RELATIONS[place],
            "女" if place % 2 else "男", "汉族", born.isoformat(), "肢体" if disabled else None,
            "二级" if disabled else None, f"{identity}42" if disabled else None, "尿毒症" if ill else None,
            "一般", "有", "务农", "否", rng.randrange(2000), None if place else rng.randrange(9000), 103.5,
            savings, "无", 1, "B类", amount, "安和农商银行", f"3499{number[6:17]}0001", head, "13800000000",
            "农村", None,
        ]  # fmt: skip


def _person(rng: random.Random, serial: int, place: int) -> tuple[str, str, dt.date]:
    from anmin.kernel.people.identity import check_digit

    born = dt.date(1935 + (25 if place > 1 else 0), 1, 1) + dt.timedelta(days=serial % 15_000)
    first17 = f"{COUNTY}{born:%Y%m%d}{serial // 15_000 * 4 + (place > 1) * 2 + 1 + place % 2:03}"
    return (
        rng.choice("赵钱孙李周吴郑王") + rng.choice("伟芳娜敏静") + rng.choice("军洋勇艳"),
        first17 + check_digit(first17),
        born,
    )


def _read(path: Path) -> int:
    from anmin.kernel.sheets.api import read_sheet
    from anmin.services.dibao.roster import ROSTER
    from anmin.services.dibao.roster_households import group_households

    roster = group_households(read_sheet(path, ROSTER, on=DAY), places=places())
    if roster.errors:
        raise AssertionError(f"the roster of the benchmark has errors: {roster.errors[0]}")
    return sum(len(home["persons"]) for home in roster.batch())


def _read_by_cells(path: Path) -> None:
    """The usual way: every cell through openpyxl, every identity number through the single check."""
    import openpyxl

    from anmin.kernel.people.identity import is_identity

    for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=3, values_only=True):
        is_identity(row[4], on=DAY)
        is_identity(row[7], on=DAY)


def roster() -> Iterator[dict]:
    """Reading and checking 60,000 rows, beside a loop over cells without any other check (on a sample, scaled)."""
    with TemporaryDirectory() as folder:
        whole, sample = Path(folder, "whole.xlsx"), Path(folder, "sample.xlsx")
        write_roster(whole, ROWS)
        write_roster(sample, SAMPLE)
        _read(sample)
        start = time.perf_counter()
        persons = _read(whole)
        taken = time.perf_counter() - start
        start = time.perf_counter()
        _read_by_cells(sample)
        loop = (time.perf_counter() - start) * ROWS / SAMPLE
    yield {
        "name": "sheets.60k.read.s", "value": round(taken, 2), "unit": "s", "baseline": round(loop, 1),
        "ratio": round(loop / taken, 1),
        "size": f"{persons:,} rows × {len(HEADINGS)} columns; baseline: openpyxl cell by cell over {SAMPLE:,}, scaled",
    }  # fmt: skip


BENCHES = {"sheets.60k.read.s": roster}
