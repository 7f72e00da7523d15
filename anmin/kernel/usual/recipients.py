"""The roster of a benefit of persons: one row is one recipient, whose columns are the facts that the service asks.

A service names the facts; reading, preview, error sheet and idempotence are those of every roster. Who is registered
already stays in their household; who is not is registered alone, and the household is completed later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from anmin.kernel.law.declare import Fact
from anmin.kernel.people.declare import (
    ACCOUNT,
    DISABILITIES,
    DISABILITY_GRADES,
    IDENTITY,
    Roster,
    born_on,
    sex,
)
from anmin.kernel.places.declare import Gazetteer, Place
from anmin.kernel.sheets.declare import (
    CHOICE,
    DATE,
    INTEGER,
    MONEY,
    NAME,
    PHONE,
    TEXT,
    YES_NO,
    CellError,
    Choice,
    Column,
    Reading,
    Sheet,
)

if TYPE_CHECKING:
    import polars as pl

CLASSES = (Choice("urban", "城市", ("城镇", "城", "非农业")), Choice("rural", "农村", ("乡村", "农", "农业", "乡")))
BASE = (
    Column("name", "姓名", NAME, ("领取人", "享受人姓名", "对象姓名", "老人姓名", "残疾人姓名", "儿童姓名", "人员姓名"), required=True),
    Column("identity", "身份证号", IDENTITY, ("身份证号码", "身份证", "公民身份号码", "证件号码"), required=True,
           note="18 位，单元格设为文本格式"),
    Column("town", "乡镇（街道）", TEXT, ("乡镇", "街道", "所属乡镇", "镇街", "镇（街道）")),
    Column("village", "村（社区）", TEXT, ("村", "社区", "村居", "村（居）", "行政村", "村委会", "居委会"), required=True),
    Column("address", "住址", TEXT, ("地址", "家庭住址", "详细地址")),
    Column("urban_rural", "户籍性质（城/乡）", CHOICE, ("城乡", "户口性质", "户籍性质", "城乡类别"), choices=CLASSES),
    Column("disability_kind", "残疾类别", CHOICE, ("残疾类型", "残疾种类"), choices=DISABILITIES),
    Column("disability_grade", "残疾等级", CHOICE, ("残疾级别",), choices=DISABILITY_GRADES),
    Column("phone", "联系电话", PHONE, ("电话", "手机", "手机号")),
    Column("amount", "月发放金额", MONEY, ("金额", "月金额", "发放金额", "补贴金额", "津贴金额", "每月金额"), minimum=0,
           period="month"),
    Column("bank_name", "开户行", TEXT, ("开户银行", "银行名称")),
    Column("bank_account", "银行账号", ACCOUNT, ("账号", "卡号", "社保卡号", "社会保障卡号", "银行卡号", "一卡通账号"),
           note="单元格设为文本格式"),
    Column("payee_name", "开户名", NAME, ("户名", "账户名", "监护人（开户）")),
)  # fmt: skip
NOTICE = "已登记家庭的人员留在原家庭；没有登记过的先按一人户登记，请随后补充共同生活成员。"
TAKEN = {column.name for column in BASE} | {"age", "age_month_end", "age_month_before", "relation", "urban_rural"}


def recipients_roster(
    name: str, title: str, facts: Iterable[Fact], asked: Sequence[str] = (), implied: Mapping[str, Any] | None = None
) -> Roster:
    """The roster of existing recipients of a service; `asked` are the names of the facts that have columns.

    `implied` are facts of persons that being on the roster says, where its columns do not.
    """
    known = {fact.name: fact for fact in facts}
    wanted = [known[each] for each in asked if each not in TAKEN]
    sheet = Sheet(
        f"{name}_roster", title, (*BASE, *map(_column, wanted)), "每人一行，一行是一名享受人员",
        anchors=("name", "identity"),
    )  # fmt: skip
    return Roster(sheet, partial(group_recipients, facts=tuple(wanted), implied=implied or {}))


def _column(fact: Fact) -> Column:
    label, note = fact.counted or fact.label, ""
    if label.endswith("）"):
        label, _, note = label.removesuffix("）").partition("（")
    more: dict[str, Any] = {"note": note}
    if fact.counted:
        return Column(fact.name, label, DATE, **more)
    if fact.unit.startswith("fen"):
        return Column(
            fact.name, label, MONEY, minimum=0, period="year" if fact.unit.endswith("year") else "month", **more
        )
    if fact.type == "bool":
        return Column(fact.name, label, YES_NO, **more)
    if fact.choices:
        return Column(fact.name, label, CHOICE, choices=tuple(Choice(*pair) for pair in fact.choices.items()), **more)
    return Column(fact.name, label, INTEGER, minimum=fact.low, maximum=fact.high, **more)


@dataclass(slots=True)
class Recipients:
    """What a roster of recipients yielded: `households` and `persons` are the good rows, one of each for a recipient."""

    households: pl.DataFrame
    persons: pl.DataFrame
    facts: tuple[Fact, ...]
    implied: Mapping[str, Any]
    errors: list[CellError] = field(default_factory=list)
    warnings: list[CellError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    one_by_one: bool = True

    def batch(self) -> Iterator[dict[str, Any]]:
        """One mapping per recipient with the fields of `people.api.HouseholdIn`."""
        for row in self.households.iter_rows(named=True):
            grade = row["disability_grade"]
            disabled = row["disability_kind"] not in (None, "none") and grade
            yield {
                "area": row["_area"], "urban_rural": row["_standard"], "address": row["address"] or "",
                "bank_name": row["bank_name"] or "", "bank_account": row["bank_account"] or "",
                "payee_name": row["payee_name"] or (row["name"] if row["bank_account"] else ""),
                "facts": self._said(row, "household"),
                "persons": ({
                    "name": row["name"], "id_number": row["identity"], "sex": row["_sex"], "born_on": row["_born"],
                    "relation": "02", "phone": row["phone"] or "",
                    "disability": (row["disability_kind"], int(grade)) if disabled else None,
                    "facts": {**self.implied, **self._said(row, "person")},
                },),
            }  # fmt: skip

    def _said(self, row: Mapping[str, Any], level: str) -> dict[str, Any]:
        """The facts of a level that the row tells otherwise than usual; days as they are kept."""
        found = {f.name: row[f.name] for f in self.facts if f.level == level and row[f.name] is not None}
        return {
            f.name: found[f.name].isoformat() if f.counted else found[f.name]
            for f in self.facts
            if f.name in found and (f.counted or found[f.name] != f.default)
        }


def group_recipients(
    reading: Reading, *, places: Sequence[Place], periods: Mapping[str, str] | None = None, facts: tuple[Fact, ...] = (),
    implied: Mapping[str, Any] | None = None,
) -> Recipients:  # fmt: skip
    """Checks across rows and finds the villages; a wrong row is held back, the others come in."""
    import polars as pl

    gazetteer = Gazetteer(places)
    answers = {
        row: gazetteer.find(town, village)
        for row, town, village in reading.frame.select("_row", "town", "village").rows()
    }
    found = [answers[row].place for row in reading.frame["_row"]]
    frame = reading.frame.with_columns(
        pl.Series("_area", [place.code if place else None for place in found], pl.String),
        pl.Series("_kind", [place.urban_rural or None if place else None for place in found], pl.String),
        _sex=sex(pl.col("identity")), _born=born_on(pl.col("identity")),
    ).with_columns(_standard=pl.coalesce("urban_rural", "_kind"))  # fmt: skip
    errors = [*reading.errors, *_misplaced(frame, reading, answers), *_twice(frame, reading)]
    shared = frame.filter(pl.col("bank_account").is_not_null() & pl.col("bank_account").is_duplicated())
    warnings = reading.warnings + [
        reading.error_at(row, "bank_account", "账号与名册中另一人相同", todo="请核实是否代领", warning=True)
        for row in shared["_row"]
    ]
    wrong = {error.row for error in errors}
    good = frame.filter(~pl.col("_row").is_in(list(wrong)) & ~pl.col("_bad"))
    good = good.with_columns(_household=pl.col("_row").cast(pl.String))
    for each in (errors, warnings):
        each.sort(key=lambda error: (error.row, len(error.letter), error.letter))
    persons = good.select("_household", "_row", "name")
    return Recipients(good, persons, facts, implied or {}, errors, warnings, [NOTICE])


def _misplaced(frame: pl.DataFrame, reading: Reading, answers: Mapping[int, Any]) -> Iterator[CellError]:
    """Villages that are not found, and rows of which nobody knows whether town or country."""
    import polars as pl

    lost = frame.filter(pl.col("_area").is_null() & pl.col("village").is_not_null())
    for row, village in lost.select("_row", "village").rows():
        yield reading.error_at(row, "village", answers[row].what, value=village, todo=answers[row].todo)
    for row in frame.filter(pl.col("_standard").is_null() & pl.col("_area").is_not_null())["_row"]:
        what = "缺少户籍性质，不知适用城市还是农村标准"
        yield reading.error_at(row, "urban_rural", what, todo="请填写城市或农村")


def _twice(frame: pl.DataFrame, reading: Reading) -> Iterator[CellError]:
    """A person listed a second time."""
    import polars as pl

    twice = frame.filter(pl.col("identity").is_not_null() & pl.col("identity").is_duplicated())
    first = dict(twice.group_by("identity").agg(pl.col("_row").min()).iter_rows())
    for row, identity in twice.select("_row", "identity").rows():
        if first[identity] != row:
            what = f"与第 {first[identity]} 行是同一人"
            yield reading.error_at(row, "identity", what, value=identity, todo="同一人只列一行")
