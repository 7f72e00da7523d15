"""A roster's rows assembled to households, checked across rows, and told as facts by the names of the 低保 rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from anmin.kernel.places.declare import Gazetteer, Place
from anmin.kernel.sheets.declare import CellError, Reading

from .roster_checks import across_rows, findings, within_a_person, worth_a_look
from .roster_facts import unclear_periods, unread_incomes
from .roster_whole import Roster, whole_households

if TYPE_CHECKING:
    import polars as pl

HOLD_BACK = "整户改正后一并导入"


def group_households(reading: Reading, *, places: Sequence[Place], periods: Mapping[str, str] | None = None) -> Roster:
    """Assemble, check and convert what `read_sheet(…, ROSTER)` read.

    `places` are the towns and villages of the county on the day; `periods` says of money columns whose heading does
    not tell (see the notices) whether they hold a month's or a year's amount: column name → month or year. A household
    with one wrong row is held back whole, because reckoning it without a member would give a wrong amount.
    """
    notices = unclear_periods(reading, periods or {}) + unread_incomes(reading) + _without_members(reading)
    frame, added = _with_heads(_keyed(_assembled(reading)))
    frame, lost = _placed(frame, Gazetteer(places), reading)
    frame = _counted(frame)
    found = list(findings(frame, reading, within_a_person() + across_rows() + worth_a_look()))
    errors = reading.errors + lost + _without_standard(frame, reading) + [each for each in found if not each.warning]
    warnings = reading.warnings + _added_heads(added, reading) + [each for each in found if each.warning]
    held = _held_back(frame, {each.row for each in errors})
    errors += _companions(frame, held, errors)
    households, persons = whole_households(frame.filter(~_among(held)), reading, periods or {})
    for each in (errors, warnings):
        each.sort(key=lambda error: (error.row, len(error.letter), error.letter))
    return Roster(households, persons, errors, warnings, notices)


def _among(households: pl.Series) -> pl.Expr:
    import polars as pl

    return pl.col("_household").is_in(households.implode())


def _assembled(reading: Reading) -> pl.DataFrame:
    """Rows with the head known on each: rows that name nobody stand for the head."""
    import polars as pl

    frame = _told_apart(reading.frame)
    present = {each.column.name for each in reading.header.found}
    if not present & {"head_name", "head_identity"}:
        frame = frame.with_columns(
            (pl.col("relation") == "02").fill_null(False).cast(pl.Int64).cum_sum().alias("_block")
        )
        is_head = pl.col("relation") == "02"
        frame = frame.with_columns(
            pl.col("identity").filter(is_head).first().over("_block").alias("head_identity"),
            pl.col("name").filter(is_head).first().over("_block").alias("head_name"),
        )
    elif "head_identity" not in present:
        own = pl.col("identity").filter(pl.col("name") == pl.col("head_name")).first().over("_block")
        frame = frame.with_columns(own.alias("head_identity"))
    nobody = pl.col("name").is_null() & pl.col("identity").is_null() & ~pl.col("_bad")
    return frame.with_columns(
        nobody.alias("_stands_in"),
        pl.when(nobody).then("head_name").otherwise("name").alias("name"),
        pl.when(nobody).then("head_identity").otherwise("identity").alias("identity"),
    )


def _without_members(reading: Reading) -> list[str]:
    if {"name", "identity"} & {each.column.name for each in reading.header.found}:
        return []
    return ["名册没有家庭成员的列，每户只读入户主一人；测算需要全部共同生活家庭成员，请补充成员后再导入"]


def _told_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """肢体二级 in one cell counts as a category and a grade where those have no cell of their own."""
    import polars as pl

    both = pl.col("disability")
    return frame.with_columns(
        pl.coalesce("disability_kind", both.str.slice(0, both.str.len_chars() - 1)).alias("disability_kind"),
        pl.coalesce("disability_grade", both.str.tail(1)).alias("disability_grade"),
    )


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """`_household`: by the head's identity number, else the household's number, else the block of rows."""
    import polars as pl

    key = pl.coalesce(
        "head_identity", pl.format("号{}", pl.col("household_number")), pl.format("块{}", pl.col("_block"))
    )
    frame = frame.with_columns(key.alias("_household"), pl.col("head_identity").alias("_head"))
    return _merged_stand_ins(frame)


def _merged_stand_ins(frame: pl.DataFrame) -> pl.DataFrame:
    """A row that stands for the head is folded into the head's own row among the numbered members."""
    import polars as pl

    person = ["_household", "identity"]
    doubled = pl.col("_stands_in") & pl.col("identity").is_not_null() & (~pl.col("_stands_in")).any().over(person)
    if not frame.select(doubled.any()).item():
        return frame
    told = [name for name in frame.columns if not name.startswith("_")]
    filled = frame.sort("_stands_in", maintain_order=True).with_columns(
        pl.when((pl.col("_stands_in").any() & pl.col("identity").is_not_null().any()).over(person))
        .then(pl.col(name).fill_null(pl.col(name).drop_nulls().last().over(person)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in told
    )
    return filled.filter(~doubled).sort("_row", "_copy", maintain_order=True)


def _with_heads(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Heads whose number is known but who are in no row are added as members; and which were."""
    import polars as pl

    is_head = (pl.col("identity") == pl.col("_head")).fill_null(False)
    frame = frame.with_columns(is_head.alias("_is_head"))
    known = pl.col("_head").is_not_null() & pl.col("head_name").is_not_null()
    homes = frame.filter(~pl.col("_is_head").any().over("_household") & known)
    homes = homes.filter(~pl.col("_bad").any().over("_household")).unique(
        "_household", keep="first", maintain_order=True
    )
    personal = [name for name in frame.columns if name in _PERSONAL]
    added = homes.with_columns(
        *(pl.lit(None, frame.schema[name]).alias(name) for name in personal),
    ).with_columns(
        pl.col("head_name").alias("name"),
        pl.col("_head").alias("identity"),
        pl.lit(True).alias("_is_head"),
        pl.lit(-1, frame.schema["_copy"]).alias("_copy"),
    )
    return pl.concat([frame, added]).sort("_row", "_copy", maintain_order=True), added


_PERSONAL = {
    "name", "identity", "relation", "sex", "ethnicity", "born_on", "disability_kind", "disability_grade",
    "disability", "disability_number", "illness", "seriously_ill", "health", "labour", "work", "study", "wage", "business",
    "property", "transfer", "pension", "base_pension", "support", "other_income", "income", "medical_cost", "phone",
}  # fmt: skip


def _added_heads(added: pl.DataFrame, reading: Reading) -> list[CellError]:
    return [
        reading.error_at(
            row,
            "head_name",
            "户主不在成员之中，已作为成员补入",
            value=name,
            todo="请核实户主是否共同生活",
            warning=True,
        )
        for row, name in added.select("_row", "head_name").iter_rows()
    ]


def _placed(frame: pl.DataFrame, gazetteer: Gazetteer, reading: Reading) -> tuple[pl.DataFrame, list[CellError]]:
    import polars as pl

    homes = frame.with_columns(
        pl.col(name).drop_nulls().first().over("_household").alias(f"_{name}") for name in ("town", "village")
    )
    homes = homes.with_columns(
        pl.concat_str(
            pl.coalesce("town", "_town").fill_null(""), pl.coalesce("village", "_village").fill_null(""), separator="\0"
        ).alias("_written"),
    )
    answers = {text: gazetteer.find(*text.split("\0")) for text in homes["_written"].unique().to_list()}
    table = pl.DataFrame(
        {
            "_written": list(answers),
            "_area": [each.place.code if each.place else None for each in answers.values()],
            "_place_kind": [each.place.urban_rural or None if each.place else None for each in answers.values()],
        },
        schema={"_written": pl.String, "_area": pl.String, "_place_kind": pl.String},
    )
    placed = homes.join(table, on="_written", how="left", maintain_order="left")
    missing = placed.filter(pl.col("_area").is_null()).unique(
        ["_household", "_written"], keep="first", maintain_order=True
    )
    lost = []
    for row, written, village in missing.select("_row", "_written", "village").iter_rows():
        answer = answers[written]
        lost.append(reading.error_at(row, "village", answer.what, value=village or "", todo=answer.todo))
    return placed.drop("_town", "_village", "_written"), lost


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    known = pl.col("identity").is_not_null()
    frame = frame.with_columns(
        pl.when(known).then(pl.len().over("identity")).otherwise(1).alias("_times"),
        pl.when(known).then(pl.col("_household").n_unique().over("identity")).otherwise(1).alias("_homes"),
        pl.when(pl.col("bank_account").is_not_null())
        .then(pl.col("_household").n_unique().over("bank_account"))
        .otherwise(1)
        .alias("_account_homes"),
    )
    inside = (pl.col("name") == pl.col("payee_name").drop_nulls().first().over("_household")).any().over("_household")
    return frame.with_columns(
        inside.fill_null(False).alias("_payee_inside"),
        pl.coalesce(pl.col("urban_rural").drop_nulls().first().over("_household"), "_place_kind").alias("_standard"),
    )


def _without_standard(frame: pl.DataFrame, reading: Reading) -> list[CellError]:
    import polars as pl

    rows = frame.filter(pl.col("_standard").is_null() & pl.col("_area").is_not_null() & ~pl.col("_bad"))
    return [
        reading.error_at(row, "urban_rural", "缺少户籍性质，不知适用城市还是农村标准", todo="请填写城镇或农村")
        for row in rows.unique("_household", keep="first", maintain_order=True)["_row"]
    ]


def _held_back(frame: pl.DataFrame, bad_rows: set[int]) -> pl.Series:
    """Households with a bad row, and those that a row with an unreadable head seems to belong to."""
    import polars as pl

    wrong = pl.col("_row").is_in(sorted(bad_rows))
    direct = frame.filter(wrong)["_household"].unique()
    adrift = frame.filter(wrong & pl.col("_head").is_null() & pl.col("head_name").is_not_null())
    if adrift.is_empty():
        return direct
    kin = frame.join(
        adrift.select("head_name", "_area").unique(), on=["head_name", "_area"], how="semi", nulls_equal=True
    )
    return pl.concat([direct, kin["_household"].unique()]).unique()


def _companions(frame: pl.DataFrame, held: pl.Series, errors: list[CellError]) -> list[CellError]:
    """The other rows of a household that is held back, so that the error sheet carries it whole."""
    import polars as pl

    wrong = {error.row for error in errors}
    rows = frame.filter(_among(held)).select("_row", "_household").unique(maintain_order=True)
    culprits = rows.filter(pl.col("_row").is_in(sorted(wrong))).unique("_household", keep="first")
    rest = rows.filter(~pl.col("_row").is_in(sorted(wrong))).join(culprits, on="_household", how="left", suffix="_of")
    return [
        CellError(row, "", "", "", f"同户第 {culprit} 行有误" if culprit else "疑与有误的行同属一户", todo=HOLD_BACK)
        for row, culprit in rest.select("_row", "_row_of").unique("_row").iter_rows()
    ]
