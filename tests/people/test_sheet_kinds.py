"""Whole columns of identity numbers and accounts are judged exactly as single ones are."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from anmin.kernel.people.bank_account import AccountError, card_doubt, read_account
from anmin.kernel.people.identity import IdentityError, read_identity
from anmin.kernel.people.sheet_kinds import ACCOUNT, born_on, identity_frame, sex
from tests.people.test_identity import DAY, SAMPLE_OLD, SAMPLE_X, numbers

garbled = st.builds(
    lambda number, place, text: number[:place] + text + number[place:],
    numbers(),
    st.integers(0, 18),
    st.text(alphabet="0129xX* 　×Х'\u200b１Ａ.E+年", max_size=2),
)
fifteen = numbers().map(lambda number: number[:6] + number[8:17])


def single(text, on=DAY):
    try:
        return read_identity(text, on=on).number
    except IdentityError:
        return None


@given(st.lists(st.one_of(numbers(), fifteen, garbled, st.text(max_size=20)), min_size=1, max_size=40))
def test_a_column_of_identity_numbers_agrees_with_the_single_check(texts):
    column = pl.Series("raw", texts, pl.String)
    assert column.to_frame().select(identity_frame(pl.col("raw"), DAY)).to_series().to_list() == [
        single(t) for t in texts
    ]


def test_the_given_day_counts_for_columns_too():
    column = pl.DataFrame({"raw": [SAMPLE_X, SAMPLE_OLD]})
    assert column.select(identity_frame(pl.col("raw"), date(1900, 1, 1))).to_series().to_list() == [None, SAMPLE_OLD]


def test_birth_and_sex_of_a_column():
    column = pl.DataFrame({"id": [SAMPLE_X, SAMPLE_OLD, None]})
    assert column.select(born_on(pl.col("id")).alias("b"), sex(pl.col("id")).alias("s")).rows() == [
        (date(1949, 12, 31), 2),
        (date(1880, 1, 1), 1),
        (None, None),
    ]


digits = st.from_regex(r"(62)?[0-9]{6,20}", fullmatch=True)


@given(st.lists(st.one_of(digits, st.text(alphabet="0123 -*EX.+年", max_size=24)), min_size=1, max_size=30))
def test_a_column_of_accounts_agrees_with_the_single_check(texts):
    def alone(text):
        try:
            return read_account(text)
        except AccountError:
            return None

    column = pl.DataFrame({"raw": pl.Series(texts, dtype=pl.String)}).with_columns(
        ACCOUNT.convert(pl.col("raw"), None, DAY).alias("value")
    )
    assert column["value"].to_list() == [alone(text) for text in texts]
    doubts = column.select(ACCOUNT.doubt(pl.col("raw"), pl.col("value"), None)).to_series().to_list()
    assert doubts == [card_doubt(value) if value else None for value in column["value"]]
