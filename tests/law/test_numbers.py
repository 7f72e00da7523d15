"""Dated numbers: found at the nearest place, refused when they contradict, given with one call."""

import datetime as dt

import pytest

from anmin.kernel.law import api, files, intake
from tests.law import toy
from tests.law.toy import number

DEFINITIONS = {d.key: d for d in toy.NUMBERS}


def found(table, area, urban_rural="", on=toy.DAY):
    row = table.find("lamp_oil.line", on, area, urban_rural)
    return row.value if row else None


def test_the_nearest_place_answers():
    steps = ["", "99", "9999", "999901", "999901100", "999901100201"]
    table = api.NumberTable([number("line", 100 + i, area) for i, area in enumerate(steps)])
    assert [found(table, area) for area in [*steps, "999901100202", "999902", "88"]] == [
        100,
        101,
        102,
        103,
        104,
        105,
        104,
        102,
        100,
    ]


def test_at_one_place_the_class_goes_before_the_common_number_but_never_before_a_nearer_place():
    table = api.NumberTable(
        [
            number("line", 1),
            number("line", 2, urban_rural="rural"),
            number("line", 3, "9999"),
            number("line", 4, "9999", urban_rural="rural"),
        ]
    )
    assert [found(table, "88", "rural"), found(table, "88", "urban")] == [2, 1]
    assert [found(table, "999901", "rural"), found(table, "999901", "urban")] == [4, 3]


def test_both_days_are_inclusive_and_an_open_number_ends_before_the_next():
    table = api.NumberTable(
        [
            number("line", 1, since="2031-11-01"),
            number("line", 2, since="2032-02-01", until="2032-02-29"),
            number("line", 3, "99"),
        ]
    )
    assert [found(table, "", on=dt.date(2032, *md)) for md in ((1, 31), (2, 1), (2, 29), (3, 1))] == [1, 2, 2, None]
    assert found(table, "99", on=dt.date(2032, 3, 1)) == 3
    assert found(table, "", on=dt.date(2031, 10, 31)) is None


def test_two_numbers_on_one_day_are_refused_with_both_documents():
    with pytest.raises(api.NumberError, match=r"在 2032-01-01 有两个数：1.*与 2"):
        api.NumberTable([number("line", 1, until="2032-06-30"), number("line", 2, since="2032-01-01")])
    with pytest.raises(api.NumberError, match="没有写止日"):
        api.NumberTable([number("line", 1, urban_rural="urban"), number("line", 2, since="2032-01-01")])


def test_what_is_missing_is_listed_with_what_to_do():
    rows = [row for row in toy.ROWS if row.key not in ("lamp_oil.line", "lamp_oil.rate")]
    with pytest.raises(api.NumberError, match=r"缺少 2 个数：.*line.*rate.*--params"):
        api.reckon(
            "lamp_oil", toy.DAY, "88", household={}, persons=[{"age": 30}], table=api.NumberTable(rows), laws=toy.book()
        )


@pytest.mark.parametrize("document", [
    {"rate": 2_000},
    {"lamp_oil.rate": "20元"},
    {"lamp_oil__rate": {"value": "20.00 元/月", "doc": "试"}},
    [{"key": "rate", "value": 2_000, "from": "2031-01-01", "area": "99"}],
    {"rate": [{"value": 9, "to": "2031-12-31"}, {"value": 2_000, "from": "2032-01-01"}]},
    {"numbers": [{"key": "rate", "label": "标准", "unit": "fen/month", "values": [{"from": "2031-01-01", "value": 2_000, "doc": "试"}]}]},
    {"county": "9999", "values": {"lamp_oil.rate": [{"from": "2031-01-01", "value": 2_000, "doc": "试"}]}},
])  # fmt: skip
def test_numbers_given_with_a_call_go_before_the_stored_ones(document):
    table = intake.given_numbers(document, DEFINITIONS, "lamp_oil", toy.table())
    assert table.find("lamp_oil.rate", toy.DAY, "999901").value == 2_000
    assert table.find("lamp_oil.line", toy.DAY, "999901").value == 60_000


@pytest.mark.parametrize(("document", "said"), [
    ({"rat": 1}, "是不是 rate"),
    ({"rate": 1.5}, "的值 1.5 不对"),
    ({"rate": "很多"}, "的值 '很多' 不对"),
    ({"rate": True}, "的值 True 不对"),
    ({"round_to": "up"}, "half_up_yuan"),
    ({"rate": {"worth": 3}}, "看不懂"),
    ("rate=3", "--params"),
])  # fmt: skip
def test_a_wrong_number_is_refused_and_the_right_name_offered(document, said):
    with pytest.raises(api.NumberError, match=said):
        intake.given_numbers(document, DEFINITIONS, "lamp_oil", toy.table())


COUNTY = """
county: "999901"
values:
  lamp_oil.rate:
    - {from: 2031-11-01, value: %s, doc: 县〔2031〕1号%s}
"""


@pytest.mark.parametrize(("value", "more", "said"), [
    ("a lot", "", "不对"), ("5", ", to: 2031-10-01", "早于起日"), ("5", ", until: 2032-01-01", "不合格式"),
    ("5", ", category: oil", "category"), ("1.5", "", "不合格式"),
])  # fmt: skip
def test_a_county_file_with_a_fault_is_refused_by_name(tmp_path, value, more, said):
    path = tmp_path / "params.yaml"
    path.write_text(COUNTY % (value, more), "utf-8")
    with pytest.raises(api.NumberError, match=said) as refused:
        files.read_county(path, DEFINITIONS)
    assert str(path) in str(refused.value)


def test_a_county_file_is_read_with_its_code_as_area(tmp_path):
    path = tmp_path / "params.yaml"
    path.write_text(COUNTY % ("1400", ", article: 一, mark: S-loc"), "utf-8")
    (row,) = files.read_county(path, DEFINITIONS)
    assert (row.area, row.value, row.article, row.source) == ("999901", 1400, "一", "县〔2031〕1号 一 2031-11-01 起")
    path.write_text(path.read_text("utf-8").replace("lamp_oil.rate", "lamp_oil.rates"), "utf-8")
    with pytest.raises(api.NumberError, match=r"没有叫 lamp_oil\.rates 的数"):
        files.read_county(path, DEFINITIONS)


def test_every_number_in_the_house_has_a_document_and_a_known_mark():
    rows = api.numbers().rows()
    assert len(rows) > 60
    assert all(row.doc and row.unit for row in rows)
