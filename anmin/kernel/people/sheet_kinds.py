"""Identity numbers and bank accounts as kinds of sheet columns: the same rules as `identity`, over whole columns."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from anmin.kernel.people.bank_account import LONGEST, SHORTEST, AccountError, read_account
from anmin.kernel.people.identity import CHECK_DIGITS, EARLIEST_BIRTH_YEAR, WEIGHTS, IdentityError, read_identity
from anmin.kernel.sheets.declare import CHOICE, Column, Fault, Found, Kind

if TYPE_CHECKING:
    import polars as pl

_UNSEEN = r"[\s'\"`‘’\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"
_X = r"[×хХχΧ✕╳]"
_CARD_DOUBT = "账号像银联卡号，但校验位不符，可能抄错一位，请对照银行卡核对（存折账号可忽略）"


def identity_frame(raw: pl.Expr, on: date) -> pl.Expr:
    """The 18 places of a column of identity numbers as written; null exactly where `read_identity` would refuse."""
    import polars as pl

    # One step after the other on the whole column: as one expression every step would be repeated for each digit.
    return raw.map_batches(lambda column: _identities(column, on), return_dtype=pl.String, is_elementwise=True)


def _identities(column: pl.Series, on: date) -> pl.Series:
    import polars as pl

    given = pl.col("given")
    short = given.str.extract(r"^([1-9]\d{14})$", 1)
    frame = column.alias("given").to_frame()
    frame = frame.select(
        given.str.normalize("NFKC").str.replace_all(_UNSEEN, "").str.to_uppercase().str.replace_all(_X, "X")
    )
    frame = frame.select(
        given,
        short.is_not_null().alias("short"),
        pl.coalesce(
            given.str.extract(r"^([1-9]\d{16})[0-9X]$", 1), short.str.slice(0, 6) + pl.lit("19") + short.str.slice(6)
        ).alias("first17"),
    )
    frame = frame.with_columns(
        pl.col("first17").cast(pl.Int64, strict=False).alias("digits"),
        pl.col("first17").str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("born"),
    )
    digit = (pl.col("digits") // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(WEIGHTS))
    check = (pl.sum_horizontal(digit) % 11).replace_strict(list(range(11)), list(CHECK_DIGITS), return_dtype=pl.String)
    frame = frame.with_columns((pl.col("first17") + check).alias("whole"))
    born_well = (pl.col("born").dt.year() >= EARLIEST_BIRTH_YEAR) & (pl.col("born") <= on)
    right = born_well & (pl.col("short") | (pl.col("whole") == given))
    return frame.select(pl.when(right).then("whole")).to_series()


def born_on(identity: pl.Expr) -> pl.Expr:
    """The birth date of valid numbers."""
    return identity.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def sex(identity: pl.Expr) -> pl.Expr:
    """1 male, 2 female (GB/T 2261.1) of valid numbers."""
    import polars as pl

    return 2 - identity.str.slice(16, 1).cast(pl.Int64, strict=False) % 2


def _fault(message: str, otherwise: str) -> Fault:
    what, *todo = re.split(r"[，。；](?=请)", message, maxsplit=1)
    return Fault(what, todo[0] if todo else otherwise)


def _explain_identity(value: str, column: Column, on: date) -> Fault:
    try:
        read_identity(value, on=on)
    except IdentityError as error:
        return _fault(str(error), "请对照证件原件改正")
    raise AssertionError(
        f"the column check and the single check disagree on an identity number of column {column.name}"
    )


def _account(raw: pl.Expr, found: Found, on: date) -> pl.Expr:
    joined = (
        raw.str.normalize("NFKC").str.strip_chars().str.replace_all(r"[\s\-—–_'\"‘’.·\x{200b}-\x{200f}\x{feff}]", "")
    )
    import polars as pl

    damaged = raw.str.normalize("NFKC").str.contains(r"(?i)^\s*\d(\.\d+)?E\+?\d+\s*$")
    return pl.when(~damaged).then(joined.str.to_uppercase().str.extract(rf"^([0-9A-Z]{{{SHORTEST},{LONGEST}}})$", 1))


def _explain_account(value: str, column: Column, on: date) -> Fault:
    try:
        read_account(value)
    except AccountError as error:
        return _fault(str(error), "请对照存折或银行卡改正")
    raise AssertionError(f"the column check and the single check disagree on an account of column {column.name}")


def _card_doubt(raw: pl.Expr, value: pl.Expr, found: Found) -> pl.Expr:
    import polars as pl

    looks_like_card = value.str.contains(r"^62\d{14,17}$")
    padded = pl.when(looks_like_card).then(value.str.zfill(20))
    digits = [padded.str.slice(place, 1).cast(pl.Int64, strict=False) for place in range(20)]
    doubled = [digit * 2 - pl.when(digit > 4).then(9).otherwise(0) for digit in digits[0::2]]
    luhn = pl.sum_horizontal(*doubled, *digits[1::2]) % 10
    return pl.when(looks_like_card & (luhn != 0)).then(pl.lit(_CARD_DOUBT))


IDENTITY = Kind(
    "identity",
    "身份证号",
    lambda raw, found, on: identity_frame(raw, on),
    _explain_identity,
    as_text=True,
    width=21,
)
ACCOUNT = Kind("account", "银行账号", _account, _explain_account, doubt=_card_doubt, as_text=True, width=23)
RELATION = Kind(
    "choice",
    "与户主关系",
    lambda raw, found, on: CHOICE.convert(raw.str.replace(r"^\s*系?(户主|其|申请人)[之的]", ""), found, on),
    CHOICE.explain,
    width=12,
)
