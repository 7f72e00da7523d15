"""Division codes and credit codes: levels, parents, scopes, and the sample of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anmin.kernel.places import codes
from anmin.kernel.places.credit_code import CHARACTERS, CreditCodeError, check_character, read_credit_code

VILLAGE = "340826102203"


def test_a_village_climbs_to_the_nation():
    assert codes.chain(VILLAGE) == (
        VILLAGE,
        "340826102000",
        "340826000000",
        "340800000000",
        "340000000000",
        codes.NATION,
    )
    assert [codes.level(each) for each in codes.chain(VILLAGE)] == list(reversed(codes.LEVELS))


def test_a_city_without_counties_is_parent_of_its_towns():
    town = "441900003000"
    assert codes.level(town) == "town"
    assert codes.parent(town) == "441900000000"
    assert codes.at_level(town, "county") is None


def test_short_codes_are_filled_and_odd_ones_refused():
    assert codes.read_code("340826") == "340826000000"
    assert codes.read_code("３４") == "340000000000"
    for text in ("", "3408261", "34O826", "00", "001234"):
        if text == "00":
            assert codes.read_code(text) == codes.NATION
            continue
        with pytest.raises(codes.DivisionCodeError):
            codes.read_code(text)


def test_an_area_covers_what_lies_in_it():
    assert codes.covers("340826000000", VILLAGE)
    assert codes.covers(codes.NATION, VILLAGE)
    assert not codes.covers("340827000000", VILLAGE)
    assert not codes.covers(VILLAGE, "340826102000")


def test_the_number_tells_the_kind_of_town_and_village():
    assert [
        codes.kind(code)
        for code in ("340826001000", "340826102000", "340826200000", VILLAGE, "340826001001", "340826000000")
    ] == [
        "街道",
        "镇",
        "乡",
        "村委会",
        "居委会",
        "",
    ]


@given(st.from_regex(r"[1-9][0-9]{11}", fullmatch=True))
def test_every_code_is_covered_by_all_above_it(code):
    for above in codes.chain(code):
        assert codes.covers(above, code)
        assert codes.scope(above) == code[: len(codes.scope(above))]


def test_the_sample_of_the_standard_passes():
    code = read_credit_code(" 91350100m000100y43 ")
    assert (code.code, code.kind, code.area, code.organisation) == ("91350100M000100Y43", "企业", "350100", "M000100Y4")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "为空"),
        ("91350100M000100Y4", "现为 17 位"),
        ("110105012345678", "旧营业执照号"),
        ("91350100M0O0100Y43", "第 11 位“O”.*可能是 0"),
        ("9135O100M000100Y43", "第 5 位"),
        ("91350A00M000100Y43", "第 3–8 位"),
        ("91350100M000100Y44", "校验码不符"),
    ],
)
def test_a_wrong_credit_code_is_told_where(text, says):
    with pytest.raises(CreditCodeError, match=says):
        read_credit_code(text)


@given(st.text(CHARACTERS, min_size=9, max_size=9), st.integers(110000, 659999), st.integers(0, 16), st.integers(1, 30))
def test_one_wrong_character_is_always_found(organisation, area, place, shift):
    first17 = f"51{area}{organisation}"
    good = first17 + check_character(first17)
    assert read_credit_code(good).kind == "社会团体"
    changed = CHARACTERS[(CHARACTERS.index(good[place]) + shift) % 31]
    with pytest.raises(CreditCodeError):
        read_credit_code(good[:place] + changed + good[place + 1 :])
