"""What must fit together across the cells and rows of a roster. Each check yields errors or warnings by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anmin.kernel.people.declare import born_on, sex
from anmin.kernel.sheets.declare import MONEY, CellError, Reading

from .roster_cells import certificate_kind, certificate_number, vehicle_count

if TYPE_CHECKING:
    import polars as pl

SAME_IN_A_HOUSEHOLD = (
    ("village", "_area", "村（社区）"),
    ("urban_rural", "urban_rural", "户籍性质"),
    ("bank_account", "bank_account", "银行账号"),
    ("amount", "amount", "月保障金额"),
    ("category", "category", "保障类别"),
    ("household_income", "household_income", "家庭总收入"),
)


@dataclass(frozen=True)
class Check:
    """A finding about `column`: the rows where `where` holds; `noted` fills `{other}` in `what`."""

    column: str
    where: pl.Expr
    what: str
    todo: str
    warning: bool = False
    why: str = ""
    noted: pl.Expr | None = None


def findings(frame: pl.DataFrame, reading: Reading, checks: list[Check]) -> Iterator[CellError]:
    """What the checks found, each at the cell of its column."""
    import polars as pl

    for check in checks:
        noted = pl.lit("") if check.noted is None else check.noted
        value = _written(check.column, reading).alias("_value")
        rows = frame.with_columns(value, noted.cast(pl.String).alias("_noted"), check.where.alias("_found"))
        labels = {choice.value: choice.label for choice in reading.sheet.column(check.column).choices}
        for row, copy, text, other in rows.filter("_found").select("_row", "_copy", "_value", "_noted").iter_rows():
            yield reading.error_at(
                row,
                check.column,
                check.what.format(other=other),
                copy=copy,
                value=labels.get(text, text or ""),
                why=check.why,
                todo=check.todo,
                warning=check.warning,
            )


def _written(column: str, reading: Reading) -> pl.Expr:
    """A value as the clerk wrote it: money in yuan."""
    import polars as pl

    value = pl.col(column)
    if reading.sheet.column(column).kind is not MONEY:
        return value.cast(pl.String)
    return pl.format("{}.{}", value // 100, (value % 100).cast(pl.String).str.zfill(2))


def within_a_person() -> list[Check]:
    """Identity number against sex, birth date and disability certificate."""
    import polars as pl

    identity = pl.col("identity")
    return [
        Check("sex", pl.col("sex").cast(pl.Int64) != sex(identity), "性别与身份证号不符", "请核对性别和身份证号"),
        Check("born_on", pl.col("born_on") != born_on(identity), "出生日期与身份证号不符", "请核对出生日期和身份证号"),
        *_against_the_certificate(),
        *_half_a_disability(),
    ]


def _against_the_certificate() -> list[Check]:
    import polars as pl

    certificate, kind = certificate_number(), certificate_kind()
    grade = certificate.str.slice(19, 1)
    return [
        Check(
            "disability_number",
            pl.col("disability_number").is_not_null() & (certificate.is_null() | kind.is_null()),
            "残疾证号应为身份证号 18 位加类别 1 位、等级 1 位",
            "请对照残疾证改正",
            why="GB/T 26341-2010",
        ),
        Check(
            "disability_number",
            (certificate.str.slice(0, 18) != pl.col("identity")) & kind.is_not_null(),
            "残疾证号前 18 位与身份证号不符",
            "请核对是否填成他人的残疾证",
        ),
        Check(
            "disability_kind", pl.col("disability_kind") != kind, "残疾类别与残疾证号第 19 位不符", "请对照残疾证改正"
        ),
        Check(
            "disability_grade",
            pl.col("disability_grade") != grade,
            "残疾等级与残疾证号第 20 位不符",
            "请对照残疾证改正",
        ),
    ]


def _half_a_disability() -> list[Check]:
    import polars as pl

    kind = certificate_kind()
    return [
        Check(
            "disability_grade",
            _disabled() & kind.is_null() & (pl.col("disability_grade").fill_null("0") == "0"),
            "填了残疾类别而没有等级",
            "请填写残疾等级",
        ),
        Check(
            "disability_kind",
            (pl.col("disability_grade") != "0") & ~_disabled() & kind.is_null(),
            "填了残疾等级而没有类别",
            "请填写残疾类别",
        ),
    ]


def _disabled() -> pl.Expr:
    import polars as pl

    return (pl.col("disability_kind") != "none").fill_null(False)


def across_rows() -> list[Check]:
    """Who stands twice, households that contradict themselves. Wants `_household`, `_is_head` and counts beside."""
    import polars as pl

    return [
        Check(
            "identity",
            pl.col("identity").is_not_null() & (pl.col("_times") > 1) & (pl.col("_homes") == 1),
            "同一人在本户出现两次",
            "请删去重复的一行",
        ),
        Check(
            "identity",
            pl.col("identity").is_not_null() & (pl.col("_homes") > 1),
            "同一人出现在两户中（第 {other} 行）",
            "请核实其属于哪一户，从另一户中删去",
            why="民发〔2021〕57号 第七条",
            noted=pl.col("_row").cast(pl.String).str.join("、").over("identity"),
        ),
        *_relations(),
        *_contradictions(),
    ]


def _relations() -> list[Check]:
    import polars as pl

    return [
        Check(
            "relation",
            (pl.col("relation") == "02") & ~pl.col("_is_head") & ~pl.col("_bad") & pl.col("identity").is_not_null(),
            "不是本户户主，而关系填为“户主”",
            "请填写与户主的关系，或核对户主身份证号",
        ),
        Check(
            "relation",
            pl.col("relation").is_null() & ~pl.col("_is_head") & ~pl.col("_bad"),
            "缺少与户主关系",
            "请填写，如配偶、长子、母亲",
        ),
        Check("identity", pl.col("identity").is_null() & ~pl.col("_bad"), "缺少成员身份证号", "请补填"),
        Check("name", pl.col("name").is_null() & ~pl.col("_bad"), "缺少成员姓名", "请补填"),
    ]


def _contradictions() -> list[Check]:
    import polars as pl

    return [
        Check(
            column,
            pl.col(value).is_not_null() & (pl.col(value) != pl.col(value).drop_nulls().first().over("_household")),
            f"同一户的{label}前后不一致",
            "请改成一致",
        )
        for column, value, label in SAME_IN_A_HOUSEHOLD
    ]


def worth_a_look() -> list[Check]:
    """Doubts that do not hold a household back."""
    import polars as pl

    first = pl.int_range(pl.len()).over("_household") == 0
    size = pl.col("size").drop_nulls().first().over("_household")
    child = pl.col("relation").str.contains("^[23]") & ~pl.col("relation").is_in(["27", "28", "37", "38"])
    return [
        Check(
            "size",
            first & (size != pl.len().over("_household")),
            "人口数与名册中本户的 {other} 人不符",
            "请核实是否漏列或多列成员",
            warning=True,
            noted=pl.len().over("_household"),
        ),
        Check(
            "name",
            pl.col("_is_head") & (pl.col("head_name") != pl.col("name")),
            "与户主姓名不一致",
            "请核对姓名",
            warning=True,
        ),
        Check(
            "identity",
            child & (born_on(pl.col("identity")) <= born_on(pl.col("_head"))),
            "子女的出生日期早于户主",
            "请核对关系和身份证号",
            warning=True,
        ),
        Check(
            "vehicles",
            first & pl.col("vehicles").is_not_null() & vehicle_count(pl.col("vehicles")).is_null(),
            "不是辆数，没有计入",
            "请填写辆数；电动自行车、残疾人代步车等不计的不填",
            warning=True,
            why="民发〔2021〕57号 第十四条",
        ),
        *_of_the_household(first),
    ]


def _one_income_for_all(first: pl.Expr) -> Check:
    import polars as pl

    alike = pl.col("income") == pl.col("income").drop_nulls().first().over("_household")
    all_alike = alike.sum().over("_household") == pl.len().over("_household")
    return Check(
        "income",
        first & (pl.col("income") > 0) & all_alike & (pl.len().over("_household") > 1),
        "每个成员都是这个数，按各人收入相加计算",
        "如是家庭总收入，请把这一列改为“家庭总收入”",
        warning=True,
    )


def _of_the_household(first: pl.Expr) -> list[Check]:
    import polars as pl

    return [
        _one_income_for_all(first),
        Check(
            "bank_account",
            first & (pl.col("bank_account").is_not_null()) & (pl.col("_account_homes") > 1),
            "同一银行账号用于多户",
            "请核实是否代持卡；代管须有书面协议",
            warning=True,
            why="民发〔2021〕57号 第二十六条",
        ),
        Check(
            "payee_name",
            first & pl.col("payee_name").is_not_null() & ~pl.col("_payee_inside"),
            "开户名不是本户成员",
            "请核实是否代持卡；代管须有书面协议",
            warning=True,
            why="民发〔2021〕57号 第二十六条",
        ),
    ]
