"""The pages of cases: registering, working, deciding; what each may see and do; what is shown to everyone."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from anmin.kernel.access.api import Account, open_token
from anmin.kernel.audit.api import acting, history
from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import Household, declare_kin
from anmin.web.rows.story import story
from tests import county as towns
from tests.flow.walk import PROOF, VISIT, Walk

MODEL = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def county(db):
    return towns.build()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def later(monkeypatch):
    """Lets the pages' day be another one."""

    def move(day):
        moment = datetime.combine(day, time(10), tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def signed_in(account):
    client = Client()
    client.force_login(account, backend=MODEL)
    return client


@pytest.fixture
def browser(county):
    return lambda role: signed_in(county.staff[role])


@pytest.fixture
def walk(county, today):
    return Walk(county, today)


def page(client, pk, tab=""):
    answer = client.get(f"/desk/cases/{pk}/" + (f"?tab={tab}" if tab else ""))
    assert answer.status_code == 200
    return answer.content.decode()


APPLICATION = {
    "service": "dibao",
    "do": "save",
    "home-area": towns.VILLAGE,
    "home-urban_rural": "rural",
    "home-bank_account": "6222 0000 0000 1234 563",
    "newcomer": ["0", "1"],
    "n0-name": "高志明",
    "n0-number": towns.number("34992619751103011"),
    "n0-wage_month": "1,800.50",
    "n0-lives_together": "on",
    "n0c-consent": "on",
    "n1-name": "高小虎",
    "n1-number": towns.number("34992620130615203"),
    "n1-relation": "20",
    "n1-study": "school",
    "n1-lives_together": "on",
    "h-financial_assets": "12000",
    "h-houses": "1",
    "h-hukou_here": "on",
    "a-applicant": "0",
    "a-channel": "desk",
    "a-kin": "no",
}


def register(client, **changes):
    return client.post("/desk/cases/new", {**APPLICATION, **changes})


# ── registering
def test_an_application_becomes_a_household_a_declaration_and_a_case(browser):
    answer = register(browser("R3"))
    case = flow.Case.objects.get()
    assert answer.url == f"/desk/cases/{case.pk}/"
    declared = case.household.declarations.get()
    assert declared.household_facts == {"financial_assets": 1200000}
    assert declared.person_facts[str(case.applicant_id)] == {"wage_month": 180050}
    assert case.household.bank_tail == "4563"
    assert case.applicant.consents.exists()
    boy = case.household.memberships.get(relation="20").person
    assert boy.statuses.get().category == "school"
    assert (boy.sex, boy.born_on) == (1, date(2013, 6, 15))


def test_wrong_answers_are_listed_with_links_and_nothing_is_lost(browser):
    answer = register(
        browser("R3"), **{"n0-number": "349926197511030119", "n0-wage_month": "1800块", "a-kin": "", "home-area": ""}
    )
    said = answer.content.decode()
    assert "有 4 处需要改正" in said
    for anchor in ("id_n0-number", "id_n0-wage_month", "id_a-kin", "id_home-area"):
        assert f'href="#{anchor}"' in said
        assert f'id="{anchor}"' in said
    assert 'value="1800块"' in said
    assert "第 18 位校验码不符" in said
    assert not flow.Case.objects.exists()


def test_everything_to_correct_is_told_at_once(browser):
    wrong = {"home-bank_account": "123", "n0-phone": "139", "home-area": "", "a-channel": "proxy", "a-kin": ""}
    said = register(browser("R3"), **wrong).content.decode()
    for anchor in (
        "id_home-bank_account",
        "id_n0-phone",
        "id_home-area",
        "id_a-brought_by",
        "id_a-proxy_paper",
        "id_a-kin",
    ):
        assert f'href="#{anchor}"' in said, anchor
    assert register(browser("R3"), **{"n0-phone": "（０９９９）661-1020"}).status_code == 302


def test_adding_and_taking_away_members_keeps_what_was_typed(browser):
    added = register(browser("R3"), do="add").content.decode()
    assert 'value="高志明"' in added
    assert 'name="n2-name"' in added
    assert "需要改正" not in added
    assert re.search(r'name="n2-lives_together"[^>]*checked', added)
    left = register(browser("R3"), do="remove-1").content.decode()
    assert "高小虎" not in left
    assert 'value="1,800.50"' in left


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "<script>", "张三2", "张" * 51])
def test_a_name_that_is_none_is_refused_for_person_and_account(browser, typed):
    said = register(browser("R3"), **{"n0-name": typed, "home-payee_name": typed}).content.decode()
    assert 'href="#id_n0-name"' in said and 'href="#id_home-payee_name"' in said
    assert not Household.objects.exists()


def test_a_name_is_kept_as_the_identity_paper_has_it(browser):
    register(browser("R3"), **{"n0-name": "高　志 明", "n1-name": "阿不都•热合曼"})
    home = Household.objects.get()
    assert {m.person.name for m in home.memberships.all()} == {"高志明", "阿不都·热合曼"}


def test_the_same_number_twice_is_told(browser):
    answer = register(browser("R3"), **{"n1-number": APPLICATION["n0-number"]})
    assert "一个人只能登记一次" in answer.content.decode()


def test_a_number_that_belongs_to_another_name_is_told(browser, today):
    towns.household(today)
    answer = register(browser("R3"), **{"n0-number": towns.number("34992619800512001")})
    assert "这个号码已登记的姓名与“高志明”不同" in answer.content.decode()


def test_a_member_of_another_household_joins_only_when_confirmed(browser, today):
    towns.household(today)
    girl = {"n1-name": "张小雨", "n1-number": towns.number("34992620140901004"), "n1-relation": "30"}
    answer = register(browser("R3"), **girl)
    assert "确认从原来的家庭迁入本户" in answer.content.decode()
    assert register(browser("R3"), **girl, **{"n1-joins": "on"}).status_code == 302


def test_a_known_household_is_found_and_applies_with_what_is_known(browser, today):
    home = towns.household(today)
    client = browser("R3")
    found = client.post("/desk/cases/new", {"do": "find", "text": "张卫国", "service": "dibao"}).content.decode()
    assert f'value="{home.pk}">为该户申请' in found
    form = client.get(f"/desk/cases/new?household={home.pk}").content.decode()
    assert 'value="2600.00"' in form
    data = {f"p{m.person_id}-lives_together": "on" for m in home.memberships.all()}
    wage = {f"p{home.head_id}-wage_month": "2700"}
    sent = {k: v for k, v in APPLICATION.items() if not k.startswith(("n", "home"))}
    answer = client.post("/desk/cases/new", {**sent, "household": home.pk, **data, **wage})
    assert answer.status_code == 302
    assert home.declarations.get(until=None).person_facts[str(home.head_id)] == {"wage_month": 270000}
    assert Household.objects.count() == 1
    wife = str(home.memberships.get(relation="10").person_id)  # said no longer to hold, against her record
    assert home.declarations.get(until=None).person_facts[wife] == {"disability_kind": "none", "disability_grade": 0}


def test_the_business_chosen_last_is_the_one_applied_for(browser, today):
    home = towns.household(today)
    client = browser("R3")
    chosen = {"service": "emergency_aid", "text": "", "number": ""}
    for button in ({"do": "fresh"}, {"household": home.pk}):  # both stand on the page that finds people
        form = client.post("/desk/cases/new", chosen | button).content.decode()
        assert "登记临时救助申请" in form and "困难原因" in form


def test_a_proxy_needs_a_name_and_the_paper(browser):
    answer = register(browser("R2"), **{"a-channel": "proxy", "a-brought_by": ""})
    assert "代办须有申请人的委托书" in answer.content.decode()
    register(browser("R2"), **{"a-channel": "proxy", "a-brought_by": "赵小梅", "a-proxy_paper": "on"})
    assert flow.Case.objects.get().channel == "proxy"


def test_the_county_refers_a_direct_visit_to_the_township(browser):
    form = browser("R6").get("/desk/cases/new?fresh").content.decode()
    assert 'value="referral"' in form
    assert 'value="desk"' not in form
    register(browser("R6"), **{"a-channel": "referral", "a-brought_by": "县局来访 12 号"})
    assert flow.Case.objects.get().officer.name == "王建"


def test_stated_kinship_marks_the_case(browser):
    assert "请写明近亲属" in register(browser("R3"), **{"a-kin": "yes"}).content.decode()
    register(browser("R3"), **{"a-kin": "yes", "a-kin_who": "村主任高某，叔父"})
    assert flow.Case.objects.get().near_kin


def test_a_relative_among_the_staff_keeps_away_from_the_case(browser):
    browser("R4")
    officer = Account.objects.get(name="王建")
    kin = {"a-kin": "yes", "a-kin_who": "经办王建，兄弟", "a-kin_staff": str(officer.pk)}
    assert "并选明是哪位成员" in register(browser("R3"), **kin).content.decode()
    register(browser("R3"), **kin, **{"a-kin_member": "0", "a-kin_relation": "兄弟姐妹"})
    case = flow.Case.objects.get()
    assert case.near_kin and case.officer != officer
    refused = browser("R4").get(f"/desk/cases/{case.pk}/")
    assert refused.status_code == 403 and "应当回避" in refused.content.decode()


def test_a_village_outside_ones_area_cannot_be_chosen(browser):
    answer = register(browser("R3"), **{"home-area": towns.OTHER_VILLAGE})
    assert answer.status_code == 200
    assert "不在可选范围" in answer.content.decode()


def test_an_old_case_is_entered_under_the_law_of_its_day(browser):
    register(browser("R3"), **{"a-law_day": "2020-03-02"})
    case = flow.Case.objects.get()
    assert (case.law_day, case.flow_since) == (date(2020, 3, 2), date(2012, 12, 12))
    assert "适用 2020-03-02 的规定" in page(browser("R3"), case.pk)


def test_the_household_page_leads_to_an_application(browser, today):
    home = towns.household(today)
    assert f"/desk/cases/new?household={home.pk}" in browser("R3").get(f"/desk/households/{home.pk}/").content.decode()
    assert "/desk/cases/new" not in browser("R10").get(f"/desk/households/{home.pk}/").content.decode()


def test_the_identity_check_answers_by_post_only(browser):
    client = browser("R3")
    said = client.post("/desk/cases/identity", {"n0-number": APPLICATION["n0-number"]}).content.decode()
    assert "男 · 1975-11-03 出生" in said
    assert client.get("/desk/cases/identity").status_code == 405


# ── the case page
@pytest.mark.parametrize("tab", ["home", "means", "check", "reckoning", "papers", "notice", "record"])
def test_every_tab_costs_few_queries(walk, browser, tab, at_most_a_dozen):
    walk.noticed()
    client = browser("R4")
    page(client, walk.pk, tab)
    with at_most_a_dozen():
        page(client, walk.pk, tab)


def test_the_clock_that_presses_stands_on_top_beside_that_of_the_whole(walk, browser, later):
    walk.accepted()
    client = browser("R4")
    assert [c.label for c in client.get(f"/desk/cases/{walk.pk}/").context["main_clocks"]] == ["全程"]
    due_on = walk.case.due_on
    later(due_on + timedelta(days=3))
    pressing, whole = browser("R4").get(f"/desk/cases/{walk.pk}/").context["main_clocks"]
    assert (pressing.word, pressing.due_on, whole.label) == ("已逾期", due_on, "全程")


def test_who_may_not_see_people_gets_their_names_without_links_that_lead_nowhere(walk, browser):
    walk.accepted()
    said = page(browser("R8"), walk.pk, "home")
    assert walk.case.applicant.name in said
    assert "/desk/households/" not in said and "/desk/persons/" not in said


def test_the_history_of_a_case_speaks_no_codes(walk):
    walk.noticed()
    told = [(d.label, d.before, d.after) for each in story(flow.Case, walk.pk) for d in each.differences]
    assert ("状态", "已接件", "调查核对") in told, told
    for label, before, after in told:
        assert not re.search(r"[a-z_]{4,}|[{}\[\]]|R\d", before + after), (label, before, after)


def test_a_form_with_two_signers_costs_few_queries(walk, browser, at_most_a_dozen):
    walk.accepted()
    client = browser("R4")
    client.get(f"/desk/cases/{walk.pk}/?tab=check&form=visit")
    with at_most_a_dozen():
        said = client.get(f"/desk/cases/{walk.pk}/?tab=check&form=visit").content.decode()
    assert "李倩 · 乡镇经办" in said
    assert "王建 · " not in said


def test_the_work_list_costs_few_queries(walk, browser, at_most_a_dozen):
    walk.investigated()
    client = browser("R5")
    with at_most_a_dozen():
        assert walk.case.number in client.get("/desk/").content.decode()


def test_the_work_list_is_taken_out_as_the_page_shows_it(walk, browser):
    client = browser("R4")
    assert "work.xlsx?when=week" in client.get("/desk/?when=week").content.decode()
    answer = client.get("/desk/work.xlsx?when=week")
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert any("范围：本周到期" in str(cell) for row in rows for cell in row)
    assert any(walk.case.number in row and "已接件" in row for row in rows)
    assert browser("R2").get("/desk/work.xlsx").status_code == 403


def test_the_list_is_narrowed_to_what_is_mine_and_late(walk, browser, county):
    number, client = walk.case.number, browser("R4")
    assert number in client.get("/desk/cases/?mine=1").content.decode()
    assert number not in signed_in(county.second).get("/desk/cases/?mine=1").content.decode()
    assert number not in client.get("/desk/cases/?late=1").content.decode()
    with acting("测试"):
        flow.Case.objects.update(due_on=date(2020, 1, 1))
    assert number in client.get("/desk/cases/?late=1").content.decode()


def test_only_moves_of_ones_own_are_shown_with_what_they_need(walk, browser):
    walk.accepted()
    leader, clerk = page(browser("R5"), walk.pk), page(browser("R3"), walk.pk)
    assert "签署初审意见并公示" in leader
    assert "还没有两人入户调查记录（由乡镇经办填写）" in leader
    assert "/move/preliminary" not in clerk
    assert "等待乡镇经办填写入户调查" in clerk


def test_a_move_is_made_from_the_page(walk, browser):
    answer = browser("R3").post(f"/desk/cases/{walk.pk}/move/accept")
    assert answer.status_code == 302
    assert walk.case.state == "investigating"


def test_what_cannot_be_undone_is_asked_once_more(walk, browser):
    client = browser("R3")
    answer = client.post(f"/desk/cases/{walk.pk}/move/withdraw", {"withdraw-reason": "找到了工作"})
    assert answer.status_code == 422
    assert "请核对后勾选" in answer.content.decode()
    assert "找到了工作" in answer.content.decode()
    client.post(f"/desk/cases/{walk.pk}/move/withdraw", {"withdraw-reason": "找到了工作", "withdraw-sure": "on"})
    assert walk.case.outcome == "withdrawn"


def test_the_second_of_two_clerks_is_told_that_the_first_was_faster(walk, browser, county):
    first, second = browser("R3"), signed_in(county.second)
    page(first, walk.pk), page(second, walk.pk)
    assert first.post(f"/desk/cases/{walk.pk}/move/accept").status_code == 302
    data = {"ask_supplement-items": ["consent"], "ask_supplement-due_on": "2030-01-01"}
    answer = second.post(f"/desk/cases/{walk.pk}/move/ask_supplement", data)
    assert answer.status_code == 422
    assert "可能刚被别人办理过" in answer.content.decode()


def test_a_form_is_filed_and_shown(walk, browser, county):
    walk.accepted()
    client, address = browser("R4"), f"/desk/cases/{walk.pk}/record/visit"
    answers = {f"r-{k}": v for k, v in VISIT.items()}
    missing = client.post(address, answers)
    assert missing.status_code == 422
    assert "请选择第二人" in missing.content.decode()
    assert client.post(address, {**answers, "r-second": county.second.pk}).status_code == 302
    said = page(client, walk.pk, "check")
    assert "王建、李倩" in said
    assert "两间平房" in said


def test_the_reckoning_reads_like_a_receipt(walk, browser):
    walk.accepted()
    client = browser("R4")
    client.post(f"/desk/cases/{walk.pk}/reckon")
    said = page(client, walk.pk, "reckoning")
    for part in ("最低生活保障标准", "1,070.00", "安政〔2026〕29号", "展开", "每月保障金"):
        assert part in said
    what_if = client.get(f"/desk/cases/{walk.pk}/?tab=reckoning&if=1200").content.decode()
    assert "增加 " in what_if
    assert "不是金额" in client.get(f"/desk/cases/{walk.pk}/?tab=reckoning&if=abc").content.decode()
    sheet = client.get(f"/desk/cases/{walk.pk}/receipt").content.decode()
    assert "最低生活保障测算单" in sheet
    assert "<details open>" in sheet


def test_correcting_the_declaration_reckons_anew(walk, browser):
    walk.accepted().reckons()
    before = walk.case.amount_month
    client, address = browser("R4"), f"/desk/cases/{walk.pk}/declare"
    form = client.get(address).content.decode()
    assert 'value="2600.00"' in form
    home = walk.case.household
    data = {f"p{m.person_id}-lives_together": "on" for m in home.memberships.all()}
    wife = home.memberships.get(relation="10").person_id
    girl = home.memberships.get(relation="30").person_id
    data |= {
        f"p{home.head_id}-wage_month": "1000", "h-houses": "1", "h-hukou_here": "on",
        f"p{wife}-disability_kind": "limb", f"p{wife}-disability_grade": "2", f"p{girl}-study": "school",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert walk.case.amount_month == before + 144000  # 1,600 less wage, a tenth of it was work cost


def test_of_two_who_correct_the_same_declaration_the_second_is_told_first(walk, browser):
    walk.accepted()
    client, address = browser("R4"), f"/desk/cases/{walk.pk}/declare"
    seen = re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())[1]
    home = walk.case.household
    data = {f"p{m.person_id}-lives_together": "on" for m in home.memberships.all()} | {"h-houses": "1", "seen": seen}
    first = {**data, f"p{home.head_id}-wage_month": "1000"}
    second = {**data, f"p{home.head_id}-pension_month": "300"}
    assert client.post(address, first).status_code == 302
    told = client.post(address, second).content.decode()
    assert "还没有保存" in told
    assert "300" in told
    facts = home.declarations.get(until=None).person_facts[str(home.head_id)]
    assert (facts.get("wage_month"), facts.get("pension_month")) == (100000, None)
    now = re.search(r'name="seen" value="(\d+)"', told)[1]
    assert client.post(address, {**second, "seen": now}).status_code == 302


@pytest.mark.parametrize(
    ("kind", "grade", "said"),
    [("limb", "", "请照残疾证填写等级"), ("limb", "0", "请照残疾证填写等级"), ("none", "2", "请照残疾证选择类别")],
)
def test_half_a_disability_is_asked_about_before_anything_is_paid_for_it(browser, kind, grade, said):
    data = {**APPLICATION, "n0-disability_kind": kind, "n0-disability_grade": grade}
    answer = browser("R3").post("/desk/cases/new", data)
    assert said in answer.content.decode()
    assert not flow.Case.objects.exists()


def test_amounts_are_read_as_clerks_write_them(browser):
    refused = browser("R3").post("/desk/cases/new", {**APPLICATION, "h-financial_assets": "1e9"})
    assert "请写金额" in refused.content.decode()
    assert (
        browser("R3").post("/desk/cases/new", {**APPLICATION, "h-financial_assets": "￥１，２００元"}).status_code
        == 302
    )
    assert flow.Case.objects.get().household.declarations.get().household_facts["financial_assets"] == 120000


def test_papers_are_given_out_on_record(walk, browser):
    walk.accepted()
    paper = walk.case.papers.get()
    client = browser("R4")
    pdf = client.get(f"/desk/cases/{walk.pk}/papers/{paper.pk}.pdf?show")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("inline")
    assert client.get(f"/desk/cases/{walk.pk}/papers/{paper.pk}.docx").content.startswith(b"PK")
    assert [c.kind for c in history("flow_paper", paper.pk)].count("look") == 2


def test_signatures_that_came_later_are_noted_on_the_page(county, browser, today):
    walk = Walk(county, today, towns.household(today, consents=False))
    client = browser("R3")
    for row in walk.case.household.memberships.exclude(relation="30"):
        client.post(f"/desk/cases/{walk.pk}/consent/{row.person_id}", {"signer": ""})
    assert client.post(f"/desk/cases/{walk.pk}/move/accept").status_code == 302


def test_an_objection_to_the_decision_goes_its_way_over_pages(walk, browser, county, later):
    walk.checked().moves("R7", "confirm")
    later(walk.day)
    said = {"ob-from_whom": "张卫国", "ob-channel": "当面", "ob-content": "金额少算了"}
    assert browser("R4").post(f"/desk/cases/{walk.pk}/objection", said).status_code == 302
    waiting = walk.case.objections.get()
    answer = f"/desk/cases/{walk.pk}/answer/{waiting.pk}"
    assert "对决定的异议待答复 1 件" in browser("R6").get("/desk/").content.decode()
    assert answer not in page(browser("R7"), walk.pk, "notice")  # who decided does not answer
    assert answer in page(browser("R6"), walk.pk, "notice")
    browser("R6").post(answer, {f"o{waiting.pk}-result": "复核无误，维持原决定"})
    assert "复核无误，维持原决定" in page(browser("R4"), walk.pk, "notice")


# ── who may see
@pytest.mark.parametrize("path", ["", "receipt", "papers/1.pdf"])
def test_a_case_of_another_township_is_not_there(walk, path):
    walk.investigated()
    with acting("测试"):
        far = towns.officer("yun", "外乡人", "R4", towns.OTHER_TOWN)
    assert signed_in(far).get(f"/desk/cases/{walk.pk}/{path}").status_code == 404


def test_a_near_relative_does_not_see_the_case(county, browser, today):
    home = towns.household(today)
    with acting("测试"):
        declare_kin(county.staff["R5"].pk, home.head, "兄弟姐妹", on=today)
    walk = Walk(county, today, home).accepted()
    walk.reckons()
    for path in ("", "receipt"):
        answer = browser("R5").get(f"/desk/cases/{walk.pk}/{path}")
        assert answer.status_code == 403
        assert "回避" in answer.content.decode()
    refused = browser("R5").post(f"/desk/cases/{walk.pk}/consent/{home.head_id}", {"signer": ""})
    assert refused.status_code == 403


def test_overseers_see_but_are_offered_nothing(walk, browser):
    walk.accepted()
    said = page(browser("R10"), walk.pk)
    assert "/move/" not in said
    assert "/reckon" not in said


# ── the public notice
def test_everyone_sees_a_running_notice_masked_and_no_longer_than_its_term(walk):
    walk.noticed()
    said = Client().get(f"/notices/{towns.TOWN}/").content.decode()
    assert "张*国" in said
    for hidden in ("张卫国", "李秀英", "349926198", "三盘村 12 号", "肢体"):
        assert hidden not in said
    walk.waits(8)
    walk.moves("R4", "submit", **PROOF)
    assert "张*国" not in Client().get(f"/notices/{towns.TOWN}/").content.decode()


def test_an_objection_without_a_name_reaches_the_township(walk, browser):
    walk.noticed()
    notice = walk.case.notices.get()
    address = f"/notices/{notice.pk}/object"
    assert Client().get(address).status_code == 200
    assert Client().post(address, {"content": "有车"}).status_code == 422
    assert "异议已收到" in Client().post(address, {"content": "他家有一辆货车在跑运输"}).content.decode()
    said = page(browser("R4"), walk.pk, "notice")
    assert "未留姓名" in said
    assert "他家有一辆货车在跑运输" in said
    assert "受理这件异议" in said


def test_one_device_cannot_flood_a_notice(walk):
    walk.noticed()
    address = f"/notices/{walk.case.notices.get().pk}/object"
    client = Client(REMOTE_ADDR="10.9.8.7")
    answers = [client.post(address, {"content": f"第 {n} 次说明情况"}) for n in range(7)]
    assert [a.status_code for a in answers] == [200] * 5 + [422] * 2
    assert walk.case.objections.count() == 5


# ── JSON
def test_a_program_reads_a_case_with_steps_clocks_and_reckoning(walk, browser):
    walk.accepted().reckons()
    told = browser("R4").get(f"/api/cases/{walk.pk}/file").json()
    assert [s["move"] for s in told["steps"]] == ["receive", "accept", "reckon"]
    assert told["waiting_for"] == "等待乡镇经办填写入户调查、核对中心填写信息核对报告"
    total = next(c for c in told["clocks"] if c["name"] == "total")
    assert (total["limit"], total["unit"], total["state"]) == (30, "WD", "running")
    done = browser("R4").get(f"/api/cases/{walk.pk}/reckoning").json()
    assert done["results"]["amount_month"] == walk.case.amount_month
    assert {"name", "label", "value", "unit", "cite", "inputs"} <= set(done["steps"][0])


def test_json_keeps_the_same_bounds_as_the_pages(walk, county, browser, today):
    with acting("测试"):
        far = towns.officer("yun", "外乡人", "R4", towns.OTHER_TOWN)
        declare_kin(county.staff["R5"].pk, walk.case.applicant, "兄弟姐妹", on=today)
    address = f"/api/cases/{walk.pk}/file"
    assert Client().get(address).status_code == 401
    assert signed_in(far).get(address).status_code == 404
    assert browser("R5").get(address).status_code == 403
    assert browser("R9").get(address).status_code == 403


def test_a_household_is_reckoned_over_json_without_being_kept(county, browser, today):
    with acting("测试"):
        token = open_token(county.staff["R6"], name="测试", scopes=["numbers.see"], until=today)
    facts = {
        "date": "2026-11-21", "area": towns.VILLAGE, "household": {"urban_rural": "rural"},
        "persons": [{"age": 50, "wage_month": 50000}], "numbers": {"standard_month": 120000},
    }  # fmt: skip

    def ask(body):
        return Client().post(
            "/api/reckonings/dibao", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )

    assert ask(facts).json()["results"]["amount_month"] == 75000  # 1,200 less a wage of 500 after a tenth
    wrong = ask({**facts, "persons": [{"age": 50, "moon": 1}]})
    assert wrong.status_code == 422
    assert "moon" in wrong.json()["detail"]
