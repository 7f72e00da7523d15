"""A roster comes in at the desk: checked at once, taken in behind, found again, forgotten in time."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from anmin.kernel.audit.api import acting
from anmin.kernel.people.api import Household, ImportRun, import_runs
from anmin.kernel.service import service
from anmin.web import tasks

ROSTER = service("dibao").roster


@pytest.fixture
def uploaded(desk, roster):
    """A county clerk's browser and the import that an upload made."""
    client = desk("R6")
    return client, upload(client, roster(30, 9))


def upload(client, path) -> ImportRun:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(reverse("imports"), {"service": "dibao", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("id")


def page(client, run: ImportRun) -> str:
    return client.get(reverse("import", args=[run.pk])).content.decode()


def work_off(client, run: ImportRun) -> ImportRun:
    client.post(reverse("import-start", args=[run.pk]))
    tasks.import_roster(run=run.pk)
    run.refresh_from_db()
    return run


def test_the_preview_counts_names_and_writes_nothing(uploaded):
    client, run = uploaded
    shown = page(client, run)
    assert "校验码不符" in shown
    assert f"导入 {run.counts['households']} 户" in shown
    assert not Household.objects.exists()
    assert not re.search(r"[1-9]\d{16}[\dX]", shown)  # numbers stay masked on screens
    assert "同户其他行有误，整户暂不导入" in shown  # counted, not listed row by row
    assert "整户改正后一并导入" not in shown


def test_a_started_import_ends_with_a_result_and_the_file_is_forgotten(uploaded):
    client, run = uploaded
    run = work_off(client, run)
    assert (run.state, run.percent) == ("done", 100)
    assert Household.objects.count() == run.counts["households"] == run.counts["taken"]["new_households"]
    assert bytes(run.file.content) == b""
    assert "新登记家庭" in page(client, run)


def test_the_bad_rows_can_be_downloaded_with_their_reasons(uploaded):
    client, run = uploaded
    answer = client.get(reverse("import-errors", args=[run.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row - 2 == run.counts["bad_rows"]
    assert any("校验码不符" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_job_started_twice_takes_in_once(uploaded):
    client, run = uploaded
    work_off(client, run)
    before = Household.objects.count()
    tasks.import_roster(run=run.pk)
    assert Household.objects.count() == before


def test_the_same_file_again_says_so_and_changes_nothing(uploaded, roster):
    client, run = uploaded
    work_off(client, run)
    again = upload(client, roster(30, 9))
    assert "导入过" in page(client, again)
    again = work_off(client, again)
    assert again.counts["nothing_new"]
    assert "没有改动" in page(client, again)


def test_a_township_brings_in_its_own_villages_only(desk, roster):
    client = desk("R4")
    run = upload(client, roster(60, 0))
    assert "不在您的辖区" in page(client, run)
    work_off(client, run)
    assert Household.objects.exists()
    assert all(home.area.startswith("349926200") for home in Household.objects.all())


def test_columns_can_be_corrected(uploaded):
    client, run = uploaded
    found = import_runs.found_in(run)
    at = {each["name"]: each["letter"] for each in found["columns"]}
    assert {"head_name", "identity", "relation", "wage"} <= set(at)
    client.post(reverse("import-columns", args=[run.pk]), {"at-wage": "", "period-business": "year"})
    run.refresh_from_db()
    assert (run.mapping, run.periods) == ({"wage": ""}, {"business": "year"})
    assert "wage" not in {each["name"] for each in import_runs.found_in(run)["columns"]}


def test_another_worksheet_of_the_file_can_be_chosen(desk, roster, tmp_path):
    both = load_workbook(roster(20, 0))
    first = both.active
    second = both.create_sheet("第二组")
    for row in first.iter_rows(max_row=12, values_only=True):
        second.append(row)
    both.save(tmp_path / "两张表.xlsx")
    client = desk("R6")
    run = upload(client, tmp_path / "两张表.xlsx")
    shown = page(client, run)
    assert "另有工作表也像" in shown
    assert f"“{first.title}”" in shown
    rows = run.counts["rows"]
    client.post(reverse("import-columns", args=[run.pk]), {"worksheet": "第二组"})
    run.refresh_from_db()
    assert import_runs.found_in(run)["worksheet"] == "第二组"
    assert 0 < run.counts["rows"] < rows


def test_nobody_sees_or_starts_the_import_of_another(uploaded, desk):
    _, run = uploaded
    other = desk("R4")
    for name in ("import", "import-errors", "import-progress"):
        assert other.get(reverse(name, args=[run.pk])).status_code == 404
    assert other.post(reverse("import-start", args=[run.pk])).status_code == 404


def test_roles_without_the_permission_are_refused(desk):
    assert desk("R3").get(reverse("imports")).status_code == 403


def test_a_file_that_is_no_roster_is_told_beside_the_form(desk):
    file = SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n")
    answer = desk("R6").post(reverse("imports"), {"service": "dibao", "file": file})
    assert answer.status_code == 422
    assert "读不了" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_an_upload_lies_sealed_and_stays_out_of_history(uploaded, roster):
    from anmin.kernel.audit.api import history

    _, run = uploaded
    raw = bytes(run.file.content)
    assert raw[1:5] != b"PK\x03\x04"
    assert not raw.startswith(b"PK")
    assert all("content" not in change.content for change in history("people_importfile", run.pk))


def test_after_a_week_nothing_is_left_of_the_file(uploaded):
    client, run = uploaded
    with acting("测试"):
        assert import_runs.forget_old(run.created_at + timedelta(days=6)) == 0
        assert import_runs.forget_old(run.created_at + timedelta(days=8)) == 1
    run = ImportRun.objects.get(pk=run.pk)
    assert (bytes(run.file.content), bytes(run.file.errors)) == (b"", b"")
    assert client.get(reverse("import-errors", args=[run.pk])).status_code == 404
    assert page(client, run)


def test_a_broken_job_says_so_and_leaves_nothing(uploaded, monkeypatch):
    client, run = uploaded
    client.post(reverse("import-start", args=[run.pk]))
    monkeypatch.setattr(import_runs, "take_roster", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.import_roster(run=run.pk)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "没有写入任何数据" in page(client, run)
    assert not Household.objects.exists()


def test_a_dropped_import_forgets_its_file_at_once(uploaded):
    client, run = uploaded
    client.post(reverse("import-drop", args=[run.pk]))
    run = ImportRun.objects.get(pk=run.pk)
    assert (run.state, bytes(run.file.content)) == ("dropped", b"")
    client.post(reverse("import-start", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "dropped"


def test_the_template_is_a_roster_that_can_be_read(desk):
    answer = desk("R6").get(reverse("imports-template", args=["dibao"]))
    heads = {cell.value for cell in load_workbook(io.BytesIO(answer.content)).worksheets[0][1]}
    assert {"户主姓名", "成员身份证号", "银行账号"} <= heads
