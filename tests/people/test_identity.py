"""Identity numbers: the samples of GB 11643-1999, every kind of slip of the pen, and the old and foreign forms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anmin.kernel.people.bank_account import AccountError, card_doubt, mask_account, passes_luhn, read_account
from anmin.kernel.people.identity import IdentityError, age, check_digit, is_identity, mask, read_identity, widen

DAY = date(2026, 10, 9)
SAMPLE_X, SAMPLE_OLD = "11010519491231002X", "440524188001010014"  # printed in the standard


@st.composite
def numbers(draw):
    area = draw(st.integers(110000, 659999))
    born = draw(st.dates(date(1850, 1, 1), DAY))
    first17 = f"{area}{born:%Y%m%d}{draw(st.integers(1, 999)):03d}"
    return first17 + check_digit(first17)


def wrong(text, on=DAY):
    with pytest.raises(IdentityError) as caught:
        read_identity(text, on=on)
    return caught.value


def test_the_samples_of_the_standard_pass():
    first, second = read_identity(SAMPLE_X, on=DAY), read_identity(SAMPLE_OLD, on=DAY)
    assert (first.born_on, first.sex, first.kind) == (date(1949, 12, 31), 2, "resident")
    assert (second.born_on, second.sex) == (date(1880, 1, 1), 1)


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X\u3000",
        "'11010519491231002X",
        "11010519491231002×",
        "11010519491231002Х",
        "\ufeff11010519491231002X\u200b",
    ],
)
def test_ways_of_writing_the_same_number_are_one(written):
    assert read_identity(written, on=DAY).number == SAMPLE_X


def test_fifteen_digits_become_eighteen():
    identity = read_identity("110105491231002", on=DAY)
    assert (identity.number, identity.was_15, identity.born_on) == (SAMPLE_X, True, date(1949, 12, 31))


def test_area_codes_of_abolished_counties_are_accepted():
    assert is_identity("512222" + "195003152" + "17" + check_digit("512222" + "195003152" + "17"), on=DAY)


def test_permits_of_hong_kong_macao_taiwan_and_of_foreigners_are_known():
    for prefix, kind in (("810000", "hmt_permit"), ("830000", "hmt_permit"), ("931840", "foreign_permit")):
        first17 = f"{prefix}19910307002"
        assert read_identity(first17 + check_digit(first17), on=DAY).kind == kind
    assert "旧版" in str(wrong("USA110081010112"))


@pytest.mark.parametrize(
    ("text", "part", "says"),
    [
        ("", "empty", "为空"),
        (None, "empty", "为空"),
        ("1101051949123100", "length", "共 16 位，比 18 位少 2 位"),
        ("11010519491231002XX", "length", "多 1 位"),
        ("110105194912310O2X", "character", "第 16 位“O”不是数字，可能是数字 0"),
        ("1101051949X231002X", "character", "第 11 位是 X：X 只能出现在第 18 位"),
        ("1101**********002X", "masked", "脱敏"),
        ("1.10105E+17", "number", "设为“文本”格式"),
        ("110105194912310020.0", "number", "设为“文本”格式"),
        ("11010519490231002X", "date", "第 7–14 位出生日期“19490231”不存在"),
        ("110105491331002", "date", "第 7–12 位出生日期“491331”不存在"),
        ("110105149412310021", "date", "1494 不合理"),
        ("010105194912310021", "area", "第 1 位是 0"),
        ("110105194912310021", "check", "校验码不符"),
    ],
)
def test_the_message_says_which_part_is_wrong(text, part, says):
    error = wrong(text)
    assert error.part == part
    assert says in str(error)


def test_nobody_is_born_after_the_given_day():
    first17 = "11010520261010" + "002"
    number = first17 + check_digit(first17)
    assert "2026-10-10 晚于 2026-10-09" in str(wrong(number))
    assert is_identity(number, on=date(2026, 10, 10))


@given(numbers(), st.integers(0, 17), st.integers(1, 10))
def test_one_wrong_place_is_always_found(number, place, shift):
    alphabet = "0123456789X"[: 11 if place == 17 else 10]
    changed = alphabet[(alphabet.index(number[place]) + shift) % len(alphabet)]
    if changed != number[place]:
        assert not is_identity(number[:place] + changed + number[place + 1 :], on=DAY)


@given(numbers(), st.integers(0, 15))
def test_two_neighbours_exchanged_are_always_found(number, place):
    exchanged = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if exchanged != number:
        assert not is_identity(exchanged, on=DAY)


@given(numbers())
def test_a_good_number_passes_and_tells_sex_and_birth(number):
    identity = read_identity(number, on=DAY)
    assert (identity.number, f"{identity.born_on:%Y%m%d}") == (number, number[6:14])
    assert identity.sex == (1 if number[16] in "13579" else 2)
    if number[6:8] == "19":
        assert widen(number[:6] + number[8:17]) == number


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        read_identity(text, on=DAY)
    except IdentityError as error:
        assert str(error)


def test_masks_keep_no_more_than_they_should():
    assert mask(SAMPLE_X) == "1101**********002X"
    assert mask("12345678") == "********"
    assert mask_account("6222020000000001234") == "***************1234"


def test_age_is_reached_on_the_birthday():
    assert [age(date(2008, 10, 9), day) for day in (date(2026, 10, 8), DAY)] == [17, 18]


def test_one_born_on_29_february_is_a_year_older_on_the_months_last_day():
    """民法典第二百零二条: where the corresponding day is missing, the last day of the month."""
    assert [age(date(2008, 2, 29), day) for day in (date(2026, 2, 27), date(2026, 2, 28))] == [17, 18]
    assert [age(date(2008, 2, 29), day) for day in (date(2028, 2, 28), date(2028, 2, 29))] == [19, 20]


def test_accounts_lose_their_separators_and_bad_ones_are_refused_with_a_reason():
    assert read_account(" ６２２２-0200 1234 5678") == "6222020012345678"
    for text, says in (
        ("", "为空"),
        ("6.22E+18", "文本"),
        ("6222****1234", "脱敏"),
        ("1234", "共 4 位"),
        ("1234567八", "第 8 位"),
    ):
        with pytest.raises(AccountError, match=says):
            read_account(text)


def test_a_card_that_fails_luhn_is_doubted_and_a_passbook_is_not():
    assert passes_luhn("4111111111111111")
    card = "622202000000000123"
    good = next(card + d for d in "0123456789" if passes_luhn(card + d))
    assert card_doubt(good) is None
    assert "校验位不符" in card_doubt(good[:-1] + str((int(good[-1]) + 1) % 10))
    assert card_doubt("12010100100012345678") is None
