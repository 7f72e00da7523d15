"""Rosters as counties really keep them: a title, two header lines, odd order, full-width digits, totals, mistakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from anmin.kernel.people.api import DISABILITY_LABELS, HouseholdIn, PersonIn, check_digit, relation_label
from anmin.kernel.places.api import codes
from anmin.ops.counties import read_county
from anmin.ops.demo.county import DEMO
from anmin.ops.demo.households import Families, Village
from anmin.ops.demo.names import SURNAMES
from anmin.ops.demo.recipients import standard_on

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
GROUPS = (  # heading of the group, then the headings below it
    ("", ("序号",)), ("所在地", ("乡镇（街道）", "村（居）")), ("户主", ("户主姓名", "户主身份证号码")),
    ("", ("户籍性质",)), ("家庭成员", ("成员姓名", "公民身份号码", "与户主关系", "民族", "联系电话")),
    ("残疾情况", ("残疾类别", "残疾等级")), ("", ("病种", "在校情况")),
    ("收入情况（元/月）", ("工资性收入", "经营净收入", "转移净收入", "赡养费", "基础养老金")),
    ("", ("医疗自付费用（元/年）",)), ("一卡通", ("开户银行", "账号", "户名")), ("", ("家庭住址", "存款（元）", "住房套数", "备注")),
)  # fmt: skip
HEADINGS = [heading for _, below in GROUPS for heading in below]
AT = {heading: place for place, heading in enumerate(HEADINGS)}
GRADES = "一二三四"
NATIONS = {"01": "汉", "03": "回族", "06": "苗族", "15": "土家族", "22": "畲族"}
PAGE = 400  # rows after which such lists repeat their header
Row = list[Any]


@dataclass(frozen=True)
class Written:
    """What was put into the file: households, rows of persons, rows with a mistake."""

    households: int
    rows: int
    wrong: int


def write_roster(path: Path, households: int, errors: int, seed: int, today: date) -> Written:
    """Writes a messy roster of `households` households, `errors` of its rows with one mistake each."""
    random = Random(seed)
    families = Families(random, today, 0)
    homes = [_make(families, village) for village in _spread(random, households, today)]
    rows = list(_rows(homes, random))
    wrong = _spoil(rows, homes, errors, random)
    _write(path, rows, len(homes), today)
    return Written(len(homes), len(rows), wrong)


def _spread(random: Random, count: int, today: date) -> list[Village]:
    """Villages, the same one's households together."""
    county = read_county(DEMO)
    now = {d.code: d for d in county.divisions if d.since <= today and (d.until is None or d.until > today)}
    villages = [
        Village(d.code, d.name, now[codes.parent(d.code)].name, d.urban_rural, "".join(random.sample(SURNAMES[:60], 4)))
        for d in now.values()
        if codes.level(d.code) == "village"
    ]
    picked = random.choices(range(len(villages)), k=count)
    return [villages[number] for number in sorted(picked)]


def _make(families: Families, village: Village) -> tuple[Village, HouseholdIn]:
    families.standard = standard_on(families.today, village)
    return village, families.make(village)


# -- rows ----------------------------------------------------------------------------------------------------------


def _rows(homes: list[tuple[Village, HouseholdIn]], random: Random) -> Iterator[Row]:
    for number, (village, home) in enumerate(homes, start=1):
        for order, person in enumerate(home.persons):
            yield _row(number, village, home, person, order == 0, random)


def _row(number: int, village: Village, home: HouseholdIn, person: PersonIn, first: bool, random: Random) -> Row:
    cells: dict[str, Any] = {
        "成员姓名": _spaced(person.name) if random.random() < 0.15 else person.name,
        "公民身份号码": _as_typed(person.id_number, random),
        "与户主关系": "户主" if first else relation_label(person.relation),
        "民族": NATIONS.get(person.ethnicity, "汉"),
        "联系电话": person.phone,
        "病种": person.illness,
        "在校情况": {"school": "在校", "college": "本科"}.get(person.student, ""),
    }
    if person.disability:
        kind, grade = person.disability
        cells |= {"残疾类别": DISABILITY_LABELS[kind], "残疾等级": f"{GRADES[grade - 1]}级"}
    cells |= _incomes(person.facts)
    if first:
        cells |= {
            "序号": number, "乡镇（街道）": village.town, "村（居）": _short(village.name, random),
            "户主姓名": person.name, "户主身份证号码": _as_typed(person.id_number, random),
            "户籍性质": "城镇" if home.urban_rural == "urban" else "农村", "开户银行": home.bank_name,
            "账号": _grouped(home.bank_account) if random.random() < 0.2 else home.bank_account, "户名": home.payee_name,
            "家庭住址": home.address, "存款（元）": home.facts["financial_assets"] / 100, "住房套数": 1,
        }  # fmt: skip
    return [cells.get(heading) for heading in HEADINGS]


def _incomes(facts: dict) -> dict[str, float | None]:
    """Fen a month as 元, the way people type it."""
    business = (facts.get("business_revenue_year", 0) - facts.get("business_cost_year", 0)) // 12
    transfer = facts.get("transfer_month", 0) + facts.get("resident_pension_other_month", 0)
    fen = {
        "工资性收入": facts.get("wage_month", 0), "经营净收入": business, "转移净收入": transfer,
        "赡养费": facts.get("support_received_month", 0), "基础养老金": facts.get("base_pension_month", 0),
        "医疗自付费用（元/年）": facts.get("rigid_cost_year", 0),
    }  # fmt: skip
    return {heading: amount / 100 if amount else None for heading, amount in fen.items()}


def _as_typed(number: str, random: Random) -> str:
    """The same number, as different people type it."""
    chance = random.random()
    if chance < 0.03:
        return number.translate(FULL_WIDTH)
    if chance < 0.06:
        return f" {number[:6]} {number[6:14]} {number[14:]}"
    return number.lower() if chance < 0.5 else number


def _spaced(name: str) -> str:
    return "　".join(name) if len(name) == 2 else name


def _short(name: str, random: Random) -> str:
    """三盘村，三盘村委会，三盘村民委员会."""
    if name.endswith("社区"):
        return random.choice((name, name, f"{name}居委会"))
    return random.choice((name, name, f"{name}委会", f"{name}民委员会"))


def _grouped(account: str) -> str:
    return " ".join(account[i : i + 4] for i in range(0, len(account), 4))


# -- mistakes ------------------------------------------------------------------------------------------------------


def _spoil(rows: list[Row], homes: list, errors: int, random: Random) -> int:
    """One mistake in each of `errors` rows, every kind in turn."""
    members = [n for n, row in enumerate(rows) if row[AT["户主姓名"]] is None]
    heads = [n for n, row in enumerate(rows) if row[AT["户主姓名"]] is not None]
    random.shuffle(members)
    random.shuffle(heads)
    done = 0
    for number in range(errors):
        spoil, of_head = MISTAKES[number % len(MISTAKES)]
        pool = heads if of_head or not members else members
        if not pool:
            break
        spoil(rows[pool.pop()], rows, random)
        done += 1
    return done


def _wrong_check_digit(row: Row, rows: list[Row], random: Random) -> None:
    whole = _plain(row)
    right = check_digit(whole[:17])
    row[AT["公民身份号码"]] = whole[:17] + random.choice([d for d in "0123456789X" if d != right])


def _two_digits_exchanged(row: Row, rows: list[Row], random: Random) -> None:
    whole = _plain(row)
    place = next(n for n in range(16, 13, -1) if whole[n] != whole[n - 1] or n == 14)
    if whole[place] == whole[place - 1]:
        _wrong_check_digit(row, rows, random)
    else:
        row[AT["公民身份号码"]] = whole[: place - 1] + whole[place] + whole[place - 1] + whole[place + 1 :]


def _stored_as_number(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["公民身份号码"]] = float(_plain(row)[:17] + "0")


def _one_digit_short(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["公民身份号码"]] = _plain(row)[:-1]


def _no_relation(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["与户主关系"]] = None


def _words_for_money(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["工资性收入"]] = random.choice(("约500", "打零工", "300-400", "不定"))


def _no_such_village(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["村（居）"]] = random.choice(("三磐村", "朝阳新村", "大塘口", "前锋村"))


def _damaged_account(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["账号"]] = "6.29901E+18"


def _no_grade(row: Row, rows: list[Row], random: Random) -> None:
    row[AT["残疾类别"]], row[AT["残疾等级"]] = "肢体", None


def _plain(row: Row) -> str:
    back = {ord(wide): narrow for narrow, wide in zip("0123456789X", "０１２３４５６７８９Ｘ", strict=True)}
    return str(row[AT["公民身份号码"]]).translate(back).replace(" ", "").upper()


Mistake = Callable[[Row, list[Row], Random], None]
MISTAKES: tuple[tuple[Mistake, bool], ...] = (
    (_wrong_check_digit, False),
    (_words_for_money, False),
    (_no_such_village, True),
    (_no_relation, False),
    (_stored_as_number, False),
    (_damaged_account, True),
    (_two_digits_exchanged, False),
    (_no_grade, False),
    (_one_digit_short, False),
)


# -- the file ------------------------------------------------------------------------------------------------------


def _write(path: Path, rows: list[Row], households: int, today: date) -> None:
    import xlsxwriter

    width = len(HEADINGS)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("花名册")
        bold = book.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
        page.merge_range(0, 0, 0, width - 1, "", bold)
        page.write(0, 0, f"安和县{today.year}年{today.month}月最低生活保障对象花名册", bold)
        page.write(1, 0, f"填报单位：安和县民政局　　　　　填报日期：{today.year}年{today.month}月{today.day}日")
        line = _write_header(page, 2, bold, merge=True)
        for number, row in enumerate(rows):
            if number and number % PAGE == 0 and row[AT["户主姓名"]] is not None:
                line = _write_header(page, line, bold)
            for place, value in enumerate(row):
                if isinstance(value, str) and value:
                    page.write_string(line, place, value)
                elif value is not None and value != "":
                    page.write_number(line, place, value)
            line += 1
        page.write_string(line, 0, "合计")
        page.write_string(line, AT["户主姓名"], f"{households}户")
        page.write_string(line, AT["成员姓名"], f"{len(rows)}人")
        page.write_string(line + 2, 0, "审核人：　　　　　　制表人：")


def _write_header(page: Any, line: int, style: Any, *, merge: bool = False) -> int:
    place = 0
    for title, below in GROUPS:
        if merge and title and len(below) > 1:
            page.merge_range(line, place, line, place + len(below) - 1, title, style)
        elif title:
            page.write_string(line, place, title, style)
        place += len(below)
    for place, heading in enumerate(HEADINGS):
        page.write_string(line + 1, place, heading, style)
    return line + 2
