"""Papers issued from real cases: numbered by office and year, kept sealed, given out unchanged and on record."""

import io
from datetime import date

import docx
import pypdf
import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.service import service
from tests import county as towns

DAY = date(2026, 10, 9)


@pytest.fixture
def county(db):
    return towns.build()


def case_of(county, on=DAY):
    home = towns.household(on)
    with acting("测试"):
        return flow.open_case("dibao", home, home.head, who=county.user("R3"), on=on)


def text_of(paper, who):
    with acting(who.actor):
        word = docx.Document(io.BytesIO(flow.open_paper(paper, "docx", who=who)))
        pages = pypdf.PdfReader(io.BytesIO(flow.open_paper(paper, "pdf", who=who))).pages
    said = [each.text for each in word.paragraphs]
    said += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert word.core_properties.title in "".join(page.extract_text() for page in pages)
    return "\n".join(said)


def test_acceptance_gives_a_receipt_that_is_kept_sealed(county):
    case = case_of(county)
    with acting("测试"):
        flow.make_move(case.pk, "accept", who=county.user("R3"), on=DAY)
    paper = case.papers.get()
    assert paper.kind == "receipt"
    assert not bytes(paper.docx).startswith(b"PK")
    said = text_of(paper, county.user("R4"))
    for part in (case.number, "张卫国", "孔溪乡人民政府", "2026年10月9日", "张卫国、李秀英、张小雨"):
        assert part in said
    assert "34992619800512001" not in said


def test_a_supplement_is_told_with_every_item(county):
    case = case_of(county)
    answers = {"items": ["consent", "illness"], "due_on": "2026-10-30"}
    with acting("测试"):
        flow.make_move(case.pk, "ask_supplement", who=county.user("R3"), on=DAY, answers=answers)
    said = text_of(case.papers.get(), county.user("R3"))
    assert "1.核对授权书（每名成年成员）；" in said
    assert "2.诊断证明或病历。" in said
    assert "2026年10月30日前补正" in said


def test_a_decision_bears_the_number_of_its_office_and_the_reckoning(county):
    case = case_of(county)
    with acting("测试"):
        flow.reckon_case(case, DAY)
        case.save()
        papers = [flow.issue(case, service("dibao"), name, DAY) for name in ("decision", "decision", "refusal")]
    assert [paper.number for paper in papers] == [
        "安民低保确〔2026〕1号",
        "安民低保确〔2026〕2号",
        "安民低保不确〔2026〕1号",
    ]
    said = text_of(papers[0], county.user("R7"))
    assert "安和县民政局" in said
    assert "保障金计算表" in said
    assert "张卫国" in said
