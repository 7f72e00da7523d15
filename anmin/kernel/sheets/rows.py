"""Which rows of a worksheet are data, and how merged and numbered households become one row per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anmin.kernel.sheets.columns import Fault, Found, Sheet
from anmin.kernel.sheets.headers import Header
from anmin.kernel.sheets.probe import NEVER_COMPUTED

if TYPE_CHECKING:
    import polars as pl

_TOTALS = r"^[\s（(]*(本页|全村|全乡|全镇|全县|城市|农村|本村|本乡|本镇)?(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计)"
_NOTES = (
    r"^[\s（(]*(注|备注|说明|填表说明|填表人|制表人?|审核人?|复核人?|负责人|经办人|单位|填报单位|填报日期|填表日期|日期|第\s*\d+\s*页)"
    r"\s*([:：1-9、)）]|$)"
)
_TOTAL_ONLY = _TOTALS + r"[\s:：共]*[0-9.,]*\s*[人户元口条名]?[）)]?\s*$"
_FEW = 3
SPOILT = (
    NEVER_COMPUTED, "#错误", "#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    "#FIELD!", "#GETTING_DATA",
)  # fmt: skip


def data_rows(frame: pl.DataFrame, header: Header, sheet: Sheet) -> tuple[pl.DataFrame, list[str]]:
    """The rows under the header that hold data, with `_row`; and notices of what was passed over."""
    import polars as pl

    body = frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("_row")).slice(header.last + 1)
    cells = list(frame.columns)
    body = body.filter(~pl.all_horizontal(pl.col(cells).is_null()))
    marked = body.with_columns(
        pl.coalesce(pl.col(cells)).alias("_first"),
        pl.sum_horizontal(pl.col(cells).is_not_null()).alias("_filled"),
        (_repeated(header) | _as_above(frame, header)).alias("_repeated"),
        _anchored(header, sheet).alias("_anchored"),
    ).with_columns(
        (
            pl.col("_first").str.contains(_TOTAL_ONLY)
            | (pl.col("_first").str.contains(_TOTALS) & (_short(header, sheet) | ~pl.col("_anchored")))
            | (_says_total(cells) & _without_numbers(header))  # the word may stand further right
        ).alias("_total"),
        (
            (~pl.col("_anchored") & (pl.col("_filled") <= _FEW))
            | ((~pl.col("_anchored") | _short(header, sheet)) & pl.col("_first").str.contains(_NOTES))
        ).alias("_note"),
    )
    kept = marked.filter(~pl.col("_repeated") & ~pl.col("_total") & ~pl.col("_note")).select("_row", *cells)
    return kept, _notices(marked)


def _notices(marked: pl.DataFrame) -> list[str]:
    import polars as pl

    repeated, total = pl.col("_repeated"), pl.col("_total")
    said = (
        ("重复的表头", repeated),
        ("合计、小计行", total & ~repeated),
        ("说明或空白表格行", pl.col("_note") & ~total & ~repeated),
    )
    notices = []
    for label, which in said:
        rows = marked.filter(which)["_row"].to_list()
        if rows:
            shown = "、".join(map(str, rows[:8])) + (" 等" if len(rows) > 8 else "")
            notices.append(f"已略过{label} {len(rows)} 行：第 {shown} 行")
    return notices


def _repeated(header: Header) -> pl.Expr:
    """A heading printed again on a later page: most of the recognised columns hold their own heading."""
    import polars as pl

    same = [
        pl.col(f"c{each.index}").str.replace_all(r"\s", "").is_in(_ways(each.header)).fill_null(False).cast(pl.Int32)
        for each in header.found
    ]
    return pl.sum_horizontal(same) >= max(2, len(same) // 3)


def _as_above(frame: pl.DataFrame, header: Header) -> pl.Expr:
    """A title or a group's line printed again on a later page, cell for cell."""
    import polars as pl

    line = pl.concat_str([pl.col(name).fill_null("") for name in frame.columns], separator="\x1f")
    above = frame.head(header.last + 1).select(line.alias("line"))["line"].unique()
    return line.is_in(above.implode())


def _ways(heading: str) -> list[str]:
    text = "".join(heading.split())
    return sorted({text} | {text[start:] for start in range(1, len(text)) if len(text) - start >= 2})


def _anchored(header: Header, sheet: Sheet) -> pl.Expr:
    import polars as pl

    names = sheet.anchors or tuple(column.name for column in sheet.columns)
    anchors = [pl.col(f"c{each.index}").is_not_null() for each in header.found if each.column.name in names]
    return pl.any_horizontal(anchors) if anchors else pl.lit(True)


def _says_total(cells: list[str]) -> pl.Expr:
    import polars as pl

    return pl.any_horizontal(pl.col(name).str.contains(_TOTAL_ONLY).fill_null(False) for name in cells)


def _without_numbers(header: Header) -> pl.Expr:
    """No identity number, account or other long number stands in the row: it is nobody's."""
    import polars as pl

    numbers = [pl.col(f"c{each.index}").is_null() for each in header.found if each.column.kind.as_text]
    return pl.all_horizontal(numbers) if numbers else pl.lit(False)


def _short(header: Header, sheet: Sheet) -> pl.Expr:
    """“合计 1234 户” may stand in an anchor column itself: then it is the only anchor that is filled."""
    import polars as pl

    anchors = [f"c{each.index}" for each in header.found if each.column.name in sheet.anchors]
    if not anchors:
        return pl.lit(True)
    return pl.sum_horizontal(pl.col(name).is_not_null() for name in anchors) <= 1


def unfolded(body: pl.DataFrame, header: Header, sheet: Sheet) -> pl.DataFrame:
    """Columns by their declared names; each numbered member of a row (成员1…, 成员2…) becomes a row of its own."""
    import polars as pl

    copies = sorted({each.copy for each in header.found})
    shared = [each for each in header.found if each.copy == 0]
    names = list(dict.fromkeys(each.column.name for each in header.found))
    if copies == [0]:
        return body.select(
            "_row", pl.lit(0).alias("_copy"), *(pl.col(f"c{e.index}").alias(e.column.name) for e in shared)
        )
    household = {each.column.name: each.index for each in shared if each.column.level == "household"}
    parts = [_copy_of(body, 0, {each.column.name: each.index for each in shared}, names)]
    for copy in copies:
        own = {each.column.name: each.index for each in header.found if each.copy == copy}
        if copy:
            rows = body.filter(pl.any_horizontal(pl.col([f"c{index}" for index in own.values()]).is_not_null()))
            parts.append(_copy_of(rows, copy, household | own, names))
    return _without_empty_heads(pl.concat(parts), [each for each in shared if each.column.level == "person"])


def _copy_of(body: pl.DataFrame, copy: int, places: dict[str, int], names: list[str]) -> pl.DataFrame:
    import polars as pl

    cells = ((pl.col(f"c{places[name]}") if name in places else pl.lit(None, pl.String)).alias(name) for name in names)
    return body.select("_row", pl.lit(copy).alias("_copy"), *cells)


def _without_empty_heads(rows: pl.DataFrame, personal: list[Found]) -> pl.DataFrame:
    """The unnumbered part of a row stands for a person only if it tells something of one, or if no member follows."""
    import polars as pl

    tells = (
        pl.any_horizontal([pl.col(each.column.name).is_not_null() for each in personal]) if personal else pl.lit(False)
    )
    alone = pl.col("_copy").max().over("_row") == 0
    return rows.filter((pl.col("_copy") > 0) | tells | alone).sort("_row", "_copy", maintain_order=True)


def carried(raw: pl.DataFrame, header: Header, sheet: Sheet) -> pl.DataFrame:
    """Household columns carried down to the rows that leave the household's own cells blank (merged cells)."""
    import polars as pl

    present = {each.column.name for each in header.found}
    keys = [name for name in sheet.blocks if name in present]
    if not keys:
        return raw.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("_block"))
    given = pl.any_horizontal(pl.col(keys).is_not_null())
    key = pl.when(given).then(pl.concat_str(pl.col(keys).fill_null(""), separator="\0"))
    begins = given & (key != key.forward_fill().shift()).fill_null(True)  # rosters also repeat the head on every row
    raw = raw.with_columns(begins.cast(pl.Int64).cum_sum().alias("_block"))
    household = [column.name for column in sheet.columns if column.level == "household" and column.name in present]
    return raw.with_columns(pl.col(household).forward_fill().over("_block"))


def spoilt(text: str) -> Fault | None:
    """Cells that hold no value at all because a formula failed or was never computed."""
    if text == NEVER_COMPUTED:
        return Fault("公式没有计算结果", "请用 Excel 或 WPS 打开文件，保存一次再上传")
    if text in SPOILT:
        return Fault("公式出错", "请改正公式，或直接填写数值")
    return None
