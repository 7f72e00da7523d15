"""The papers of 低保: what each must say, and what none may show."""

import io
from datetime import date
from types import SimpleNamespace as Known

import docx
import pypdf
import pytest

from anmin.kernel.flow.papers.api import render
from anmin.services.dibao.flow import FLOWS
from anmin.services.dibao.papers import PAPERS

TOWN = Known(name="孔溪镇人民政府", phone="0000-7654321", address="孔溪镇人民路1号")
BUREAU = Known(name="安和县民政局", phone="0000-1234567", address="")


def line(label, text, sign="", lines=(), formula="", source="", unit="元/月"):
    return Known(label=label, text=text, sign=sign, lines=lines, formula=formula, source=source, remark="", unit=unit)


RECEIPT = Known(
    lines=(
        line("最低生活保障标准", "860.00", source="安政〔2026〕29号 第一条 2026-07-01 起"),
        line("共同生活家庭成员数", "4 人", "×", formula="张三、李四、张小、王五", source="民发〔2021〕57号 第七条"),
        line(
            "家庭月收入", "2,950.00", "−", (line("张三 · 工资性收入", "2,600.00"),), source="民发〔2021〕57号 第十三条"
        ),
        line("每月保障金", "490.00", "=", source="民发〔2021〕57号 第二十三条"),
    ),
    uncounted=(Known(text="张大（硕士在读）不计入。", cite="民发〔2021〕57号 第七条"),),
)


def matter(**more):
    known = {
        "case_number": "DB349926202600012", "service": "dibao", "service_label": "最低生活保障", "applicant": "张三丰",
        "applicant_id": "3499**********1234", "masked_name": "张*丰", "members": ("张三丰", "李四", "张小", "王五"),
        "village": "三盘村", "town": "孔溪镇", "county": "安和县", "office": TOWN, "made_on": date(2026, 10, 9),
        "received_on": date(2026, 9, 1), "accepted_on": date(2026, 9, 3), "law_day": date(2026, 9, 1),
        "due_on": date(2026, 10, 22), "amount_month": 49000, "results": {}, "reasons": (), "reckoning": None,
        "notice": Known(
            content={"name": "张*丰", "members": 4, "amount_month": 49000},
            opens_on=date(2026, 10, 9), closes_on=date(2026, 10, 16),
        ),
        "supplement": Known(items=["consent", "户口簿"], due_on=date(2026, 10, 30)), "pays_from": date(2026, 11, 1),
        "receipt": RECEIPT, "number": "", "reason": "", "answers": {},
    }  # fmt: skip
    return Known(**{**known, **more})


def told(name, **more):
    """The text of a paper, the same in both forms."""
    paper = PAPERS[name].make(matter(**more))
    document = docx.Document(io.BytesIO(render(paper, "docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([each.text for each in document.paragraphs] + cells)
    pages = pypdf.PdfReader(io.BytesIO(render(paper, "pdf"))).pages
    in_pdf = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert paper.title in in_pdf
    return said


def test_every_paper_that_a_move_wants_is_there():
    wanted = {move.paper for flow in FLOWS for move in flow.moves if move.paper}
    assert wanted <= set(PAPERS)


def test_the_receipt_names_number_dates_and_steps():
    said = told("receipt")
    for part in ("DB349926202600012", "2026年9月3日", "2026年10月22日", "3499**********1234", "30个工作日", "第十条"):
        assert part in said


def test_the_supplement_notice_tells_everything_once():
    said = told("supplement")
    assert "1.核对授权书（每名成年成员）；" in said
    assert "2.户口簿。" in said
    assert "2026年10月30日前补正" in said
    assert "视为撤回申请，你可以随时重新申请" in said


def test_a_refusal_to_accept_has_ground_reason_and_remedy():
    said = told(
        "not_accepted", answers={"ground": "not_here"}, reason="户籍均在外省。", number="孔溪低保不受〔2026〕1号"
    )
    for part in ("不属于本地受理范围", "户籍均在外省。", "60日内", "6个月内", "孔溪低保不受〔2026〕1号"):
        assert part in said


def test_the_public_notice_shows_what_the_law_allows_and_no_more():
    said = told("notice")
    for part in ("张*丰", "490.00", "三盘村", "2026年10月16日止", "公示期7日", "第十九条"):
        assert part in said
    for secret in ("张三丰", "李四", "3499", "DB3499", "2,950.00", "工资", "残疾"):
        assert secret not in said


def test_the_decision_says_how_much_from_when_and_why():
    said = told("decision", office=BUREAU, number="安民低保确〔2026〕12号")
    for part in (
        "安民低保确〔2026〕12号", "2026年11月起", "490.00元（大写：肆佰玖拾元整）", "第二十一条", "张三、李四、张小、王五",
        "张三 · 工资性收入", "安政〔2026〕29号第一条，2026年7月1日起施行", "张大（硕士在读）不计入", "安和县人民政府申请行政复议",
    ):  # fmt: skip
        assert part.replace(" · ", "·") in said.replace(" · ", "·"), part


def test_the_refusal_gives_every_reason_with_its_article():
    reasons = (
        {"text": "家庭月人均收入 2,658.33 元不低于当地标准。", "cite": "国令649号 第九条"},
        {"text": "有机动车。", "cite": "民发〔2021〕57号 第十四条"},
    )
    said = told("refusal", office=BUREAU, reasons=reasons, amount_month=None, reason="经核实无误。")
    assert "1.家庭月人均收入2,658.33元不低于当地标准（国令649号第九条）。" in said
    assert "2.有机动车（民发〔2021〕57号第十四条）。" in said
    assert "3.经核实无误。" in said
    assert "可以申请临时救助" in said


def test_a_case_before_july_2021_is_told_in_the_words_of_its_time():
    old = {"law_day": date(2021, 6, 30), "office": BUREAU}
    assert "最低生活保障审核审批决定书" in told("decision", **old)
    said = told("refusal", **old)
    assert "不予批准通知书" in said
    assert "民发〔2012〕220号" in said
    assert "57号）第二十一条" not in said
    assert "民主评议" in told("receipt", **old)


@pytest.mark.parametrize(("change", "title"), [("stop", "停发"), ("increase", "增发"), ("decrease", "减发")])
def test_a_change_is_told_with_reason_and_amounts(change, title):
    answers = {"change": change, "old": 49000, "new": 0, "from_on": "2026-11-01"}
    said = told("change", office=BUREAU, answers=answers, reason="家庭成员就业", receipt=None)
    for part in (
        f"最低生活保障金{title}告知书",
        "因家庭成员就业",
        "2026年11月起",
        "490.00",
        "第三十二条",
        "陈述和申辩",
    ):
        assert part in said


def test_without_an_office_on_record_the_county_signs():
    paper = PAPERS["receipt"].make(matter(office=None))
    assert (paper.issuer, paper.contact) == ("安和县民政局", ())
