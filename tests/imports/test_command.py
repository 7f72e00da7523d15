"""A county's roster comes in from the command line: the good rows are kept, every other is named."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from anmin.kernel.funds.api import to_enrol
from anmin.kernel.people.api import Household, Membership, Person, unseal

SAMPLES = Path(__file__).parents[1] / "sheets" / "samples"


def told(anmin, *args: object) -> dict:
    result = anmin("import", "roster", "--json", "--on", "2026-10-09", *args)
    return json.loads(result.output)


def test_the_good_households_come_in_whole_and_the_others_not_at_all(anmin, roster):
    answer = told(anmin, roster(40, 9))
    assert answer["imported"]["new_households"] == answer["households"] == Household.objects.count()
    assert 40 - 9 <= answer["households"] < 40
    assert answer["imported"]["new_persons"] == answer["persons"] == Membership.objects.count()
    assert answer["rows"] == answer["persons"] + answer["bad_rows"]


def test_every_mistake_is_named_with_row_column_and_what_to_do(anmin, roster):
    path = roster(40, 9)
    answer = told(anmin, path, "--dry-run")
    sheet = load_workbook(path).active
    own = [error for error in answer["errors"] if error["column"]]
    assert len(own) == 9
    for error in own:
        written = sheet[f"{error['column']}{error['row']}"].value
        assert error["what"]
        assert error["todo"]
        assert not error["value"] or str(written).strip().upper()[:6] in error["value"].upper()
    assert {"校验码" in e["what"] for e in own} == {True, False}


def test_a_yearly_column_that_does_not_exist_is_refused_before_amounts_are_read_as_monthly(anmin, roster):
    result = anmin("import", "roster", roster(10, 0), "--yearly", "wages", "--dry-run")
    assert result.exit_code != 0
    assert "没有名为 wages 的金额列；可写：wage（工资性收入）" in result.stderr


def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_read(anmin, roster, tmp_path):
    result = anmin("import", "roster", roster(10, 2), "--errors", tmp_path / "none" / "e.xlsx")
    assert "这个目录，不能写 e.xlsx" in result.stderr
    assert not Person.objects.exists()


def test_headings_of_groups_say_whether_amounts_are_monthly(anmin, roster):
    assert not [notice for notice in told(anmin, roster(10, 0), "--dry-run")["notices"] if "按月还是按年" in notice]


def test_headers_printed_again_on_later_pages_are_no_rows(anmin, roster):
    path = roster(420, 0)
    answer = told(anmin, path, "--dry-run")
    assert load_workbook(path).active.max_row > answer["rows"] + 7
    assert (answer["households"], answer["errors"]) == (420, [])


def test_a_dry_run_writes_nothing(anmin, roster):
    assert told(anmin, roster(10, 0), "--dry-run")["imported"] is None
    assert not Person.objects.exists()


def test_the_same_file_twice_changes_nothing_and_says_so(anmin, roster):
    path = roster(12, 0)
    assert not told(anmin, path)["unchanged"]
    assert told(anmin, path)["unchanged"]
    assert "没有改动" in anmin("import", "roster", path, "--on", "2026-10-09").output


def test_the_error_sheet_can_be_corrected_and_imported_again(anmin, roster, tmp_path):
    back = tmp_path / "待改正.xlsx"
    first = told(anmin, roster(40, 9), "--errors", back)
    _correct(back, first["errors"], load_workbook(roster(40, 0)).active)
    again = told(anmin, back)
    assert again["errors"] == []
    assert first["households"] + again["imported"]["new_households"] == 40 == Household.objects.count()


def _correct(path: Path, errors: list[dict], faultless) -> None:
    """Puts into each marked cell what the same roster without mistakes has there; all else stays as it was given out."""
    book = load_workbook(path)
    sheet = book.active
    rows = sorted({error["row"] for error in errors})
    heads = sheet.max_row - len(rows)
    assert "原因" in [cell.value for cell in sheet[1]]
    place = {row: heads + n for n, row in enumerate(rows, start=1)}
    for error in errors:
        if error["column"]:
            right = (
                "二级" if error["header"].endswith("残疾等级") else faultless[f"{error['column']}{error['row']}"].value
            )
            sheet[f"{error['column']}{place[error['row']]}"].value = right
    book.save(path)


def test_the_imported_are_listed_to_be_reckoned_with_the_month(anmin, roster, staff):
    told(anmin, roster(12, 0))
    assert len(to_enrol("dibao", "349926", date(2026, 10, 1))) == 12


def test_numbers_as_people_type_them_arrive_whole(anmin, roster):
    told(anmin, roster(40, 0))
    numbers = [unseal(person.id_number) for person in Person.objects.all()]
    assert all(len(number) == 18 and number == number.upper().strip() and number.isascii() for number in numbers)
    assert any(number.endswith("X") for number in numbers)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda f: (f / "a.xlsx").write_bytes((SAMPLES / "encrypted.xlsx").read_bytes()), "密码"),
        (lambda f: (f / "a.xlsx").write_bytes(b"PK\x03\x04 broken"), "损坏"),
        (lambda f: (f / "a.xlsx").write_bytes(b""), "空"),
        (lambda f: (f / "a.xlsx").write_bytes(b"%PDF-1.4 x"), "PDF"),
        (lambda f: _other_table(f / "a.xlsx"), "没有找到"),
    ],
)
def test_another_file_is_refused_in_one_line(anmin, tmp_path, make, said):
    make(tmp_path)
    result = anmin("import", "roster", tmp_path / "a.xlsx")
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1


def _other_table(path: Path) -> None:
    book = Workbook()
    book.active.append(["商品", "单价", "库存"])
    book.active.append(["大米", 3.2, 500])
    book.save(path)


def test_a_file_that_is_not_there_is_said_in_one_line(anmin):
    result = anmin("import", "roster", "没有.xlsx")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
