"""The kinds of value every register has. Each builds Polars expressions; Python runs only on cells that failed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from anmin.kernel.sheets.columns import Column, Fault, Found, Kind, plain

if TYPE_CHECKING:
    import polars as pl

UNSEEN = r"[\s\u200b-\u200f\u2060\ufeff]"
_CJK_GAP = r"[\s\u200b\u2060\ufeff]+"
_DOTS = r"[•・･‧∙⋅．。]"  # ways of writing the dot within 维吾尔 and other names
_FORMULA = r"^[=+\-@]"  # no name begins so; a CSV made of it would run in Excel
_NO_NAME = r"[0-9()\[\]<>{}=&@#$%*+|\\/!?？！，,。;；:：_（）【】]"
_TIME = r"[T\s]+\d{1,2}:\d{2}(:\d{2})?.*$"
_SERIAL_FIRST, _SERIAL_LAST = 3654, 73050  # 1910-01-01 … 2099-12-31 in Excel's 1900 system
_MOST_WHOLE_DIGITS = 12
MOST_CHOICES_NAMED = 12


def tidy(raw: pl.Expr) -> pl.Expr:
    """Half-width, without any space or unseen character."""
    return raw.str.normalize("NFKC").str.replace_all(UNSEEN, "")


def _text(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    return raw.str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars()


def _name(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    # Rosters space out two-character names (张　三); a name in Latin letters keeps its spaces.
    closed = raw.str.replace_all(_CJK_GAP, "").str.replace_all(_DOTS, "·").str.strip_chars("·")
    name = pl.when(raw.str.contains(r"\p{Han}")).then(closed).otherwise(_text(raw, found, on))
    return pl.when(~name.str.contains(_FORMULA)).then(name)


def _name_doubt(raw: pl.Expr, value: pl.Expr, found: Found) -> pl.Expr:
    import polars as pl

    return pl.when(value.str.contains(_NO_NAME)).then(pl.lit("姓名中有数字或符号，可能混入了别的内容"))


def _integer(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    return tidy(raw).str.extract(r"^(\d{1,15})(?:\.0*)?[人口户个岁套辆级]?$", 1).cast(pl.Int64, strict=False)


def _money_parts(raw: pl.Expr) -> pl.Expr:
    written = tidy(raw).str.replace_all(r"[¥,元圆整]|RMB|CNY", "")
    return written.str.extract_groups(r"^(?P<sign>[+-]?)(?P<whole>\d*)(?:\.(?P<part>\d*))?(?P<wan>万?)$")


def _money(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    """Fen, exactly: the digits are read as digits, and a third decimal rounds half up (四舍五入到分)."""
    import polars as pl

    parts = _money_parts(raw)
    whole, part = parts.struct.field("whole").fill_null(""), parts.struct.field("part").fill_null("")
    in_wan = (parts.struct.field("wan") == "万") | pl.lit(found.scale > 100)
    fen = pl.when(in_wan).then(_shifted(whole, part, 6)).otherwise(_shifted(whole, part, 2))
    signed = pl.when(parts.struct.field("sign") == "-").then(-fen).otherwise(fen)
    digits = whole.str.len_chars()
    readable = (digits + part.str.len_chars() > 0) & (digits <= _MOST_WHOLE_DIGITS)
    return pl.when(readable).then(signed)


def _shifted(whole: pl.Expr, part: pl.Expr, places: int) -> pl.Expr:
    import polars as pl

    padded = part.str.slice(0, places + 1).str.pad_end(places + 1, "0")
    number = (whole + padded.str.slice(0, places)).cast(pl.Int64, strict=False)
    return number + (padded.str.slice(places, 1) >= "5").cast(pl.Int64)


def _money_doubt(raw: pl.Expr, value: pl.Expr, found: Found) -> pl.Expr:
    import polars as pl

    parts = _money_parts(raw)
    tail = pl.when((parts.struct.field("wan") == "万") | pl.lit(found.scale > 100)).then(6).otherwise(2)
    beyond = parts.struct.field("part").fill_null("").str.slice(tail)
    dust = beyond.str.contains(r"^(0{6}\d*|9{6}\d*|0*)$")  # what binary fractions leave behind a cell's 1234.56
    return pl.when(~dust).then(pl.lit("金额不足一分的部分已四舍五入到分"))


def _date(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    written = tidy(raw.str.normalize("NFKC").str.replace(_TIME, ""))
    parts = written.str.extract_groups(r"^(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})[日号]?$")
    padded = pl.concat_str(
        parts.struct.field("y"), parts.struct.field("m").str.zfill(2), parts.struct.field("d").str.zfill(2)
    )
    eight = pl.coalesce(padded, written.str.extract(r"^(\d{8})$", 1))
    serial = written.str.extract(r"^(\d{4,5})(?:\.\d+)?$", 1).cast(pl.Int32, strict=False)
    from_serial = pl.when(serial.is_between(_SERIAL_FIRST, _SERIAL_LAST)).then(
        (serial - 25569).cast(pl.Date)  # days from Excel's epoch to 1970-01-01
    )
    return pl.coalesce(eight.str.to_date("%Y%m%d", strict=False), from_serial)


def _month(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    written = tidy(raw.str.normalize("NFKC").str.replace(_TIME, ""))
    parts = written.str.extract_groups(r"^(?P<y>\d{4})[-/.年]?(?P<m>\d{1,2})月?(?:[-/.]?\d{1,2}日?)?$")
    first = pl.concat_str(parts.struct.field("y"), parts.struct.field("m").str.zfill(2), pl.lit("01"))
    return first.str.to_date("%Y%m%d", strict=False)


def _yes_no(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    yes, no = (
        ("是", "有", "√", "✓", "y", "yes", "true", "1", "对"),
        ("否", "无", "没有", "×", "x", "n", "no", "false", "0", "不是"),
    )
    return (
        tidy(raw)
        .str.to_lowercase()
        .replace_strict([*yes, *no], [True] * len(yes) + [False] * len(no), default=None, return_dtype=pl.Boolean)
    )


def _choice(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    import polars as pl

    table: dict[str, str] = {}
    for choice in found.column.choices:
        for spelling in (choice.value, choice.label, choice.value + choice.label, *choice.also):
            table.setdefault(plain(spelling), choice.value)
    written = tidy(raw).str.replace_all(r"[\W_]+", "").str.to_lowercase()
    return written.replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)


def _says(what: str, todo: str):
    def explain(value: str, column: Column, on: date) -> Fault:
        return Fault(what, todo)

    return explain


def _explain_choice(value: str, column: Column, on: date) -> Fault:
    what = f"不在“{column.label}”可填的内容之中"
    if len(column.choices) > MOST_CHOICES_NAMED and column.note:
        return Fault(what, f"请填写{column.note}")
    labels = "、".join(choice.label for choice in column.choices[:MOST_CHOICES_NAMED])
    return Fault(what, f"请填写：{labels}{' 等' if len(column.choices) > MOST_CHOICES_NAMED else ''}")


TEXT = Kind("text", "文字", _text, _says("无法识别", "请重新填写"), width=18)
NAME = Kind("name", "姓名", _name, _says("无法识别", "请填写姓名"), doubt=_name_doubt, width=10)
INTEGER = Kind("integer", "整数", _integer, _says("不是整数", "请只填数字，例如 4"), width=8)
MONEY = Kind(
    "money", "金额", _money, _says("不是金额", "请只填数字，例如 1234.50，不写文字说明"), doubt=_money_doubt, width=12
)
DATE = Kind("date", "日期", _date, _says("不是有效日期", "请写成 2026-10-09、2026/10/9 或 2026年10月9日"), width=12)
MONTH = Kind("month", "年月", _month, _says("不是有效年月", "请写成 2026-10 或 2026年10月"), width=10)
YES_NO = Kind("yes_no", "是否", _yes_no, _says("不是“是”或“否”", "请填写“是”或“否”"), width=6)
CHOICE = Kind("choice", "选项", _choice, _explain_choice, width=10)
PHONE = Kind(
    "phone",
    "电话",
    lambda raw, found, on: tidy(raw).str.replace_all(r"[-()]", "").str.extract(r"^(\+?\d{5,15})(?:\.0)?$", 1),
    _says("不是电话号码", "请填写 11 位手机号，或区号加固定电话"),
    as_text=True,
    width=14,
)
