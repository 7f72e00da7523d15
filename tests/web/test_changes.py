"""家庭变化, reviews, draws and holds in the browser: who may, what is shown before it is confirmed, and what it costs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anmin.kernel.audit.api import Entry, acting
from anmin.kernel.funds.api import Hold
from anmin.kernel.month import cycles, reviews
from anmin.kernel.month.review_models import Draw, Review
from anmin.kernel.people.api import Household, Person, declare, members_on
from tests import county as places
from tests.county import COUNTY, OTHER_VILLAGE, County
from tests.month.county import enrol, household, in_force, person

pytestmark = pytest.mark.django_db
MODEL = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def county(db: None) -> County:
    return places.build()


@pytest.fixture
def home(county: County) -> Household:
    """A couple and their daughter, in receipt since the first of this month."""
    today = timezone.localdate()
    made = household(
        person("许老汉", 1, born="19500101"),
        person("许大嫂", 2, born="19520101", relation="10"),
        person("许小妹", 4, born="19900101", relation="30"),
    )
    enrol(made, today.replace(day=1))
    return made


@pytest.fixture
def as_role(county: County) -> Callable[[str], Client]:
    def enter(role: str) -> Client:
        client = Client()
        client.force_login(county.staff[role], backend=MODEL)
        return client

    return enter


def told(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def death(home: Household) -> dict[str, object]:
    return {
        "kind": "died",
        "person": home.head_id,
        "on": timezone.localdate().isoformat(),
        "proof": "死亡医学证明 12 号",
    }


# ── life events
def test_the_household_page_leads_to_the_events_of_each_member(home, as_role):
    town = as_role("R4")
    assert f"/desk/households/{home.pk}/change" in told(town.get(f"/desk/households/{home.pk}/"))
    page = told(town.get(f"/desk/households/{home.pk}/change"))
    assert f"?kind=died&amp;person={home.head_id}" in page
    assert "?kind=born" in page


def test_the_consequences_are_listed_first_and_confirmed_just_as_listed(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    page = town.post(address, death(home))
    shown = told(page)
    assert "确认后将发生" in shown
    assert "户主变更为许大嫂" in shown
    assert "保障人数由 3 人变为 2 人" in shown
    assert Person.objects.get(pk=home.head_id).died_on is None
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    done = town.post(address, death(home) | {"seen": seen, "confirm": "1"})
    assert done.status_code == 302
    home.refresh_from_db()
    assert home.head.name == "许大嫂"
    assert in_force(home).payee.name == "许大嫂"


def test_what_differs_from_what_was_listed_is_shown_again_and_not_done(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    shown = told(town.post(address, death(home)))
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    with acting("测试"):
        declare(home, household_facts={"vehicles": 1}, person_facts={}, on=timezone.localdate(), source="另一窗口")
    page = told(town.post(address, death(home) | {"seen": seen, "confirm": "1"}))
    assert "后果与刚才所列不同" in page
    assert Person.objects.get(pk=home.head_id).died_on is None


def test_the_clerk_may_name_another_head(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    girl = Person.objects.get(name="许小妹")
    sent = death(home) | {"new_head": girl.pk}
    seen = re.search(r'name="seen" value="(\w+)"', told(town.post(address, sent)))[1]
    town.post(address, sent | {"seen": seen, "confirm": "1"})
    home.refresh_from_db()
    assert home.head == girl


def test_a_newborn_is_registered_and_joins_with_a_review(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    today = timezone.localdate()
    sent = {
        "kind": "born", "on": today.isoformat(), "name": "许宝宝", "relation": "41", "proof": "出生医学证明",
        "number": places.number(f"349926{today:%Y%m%d}021"),
    }  # fmt: skip
    page = told(town.post(address, sent))
    assert "许宝宝自" in page
    assert not Person.objects.filter(name="许宝宝").exists()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    assert town.post(address, sent | {"seen": seen, "confirm": "1"}).status_code == 302
    assert "许宝宝" in [m.person.name for m in members_on(home, today)]
    assert Review.objects.get(household=home).state == "open"


@pytest.mark.parametrize(
    ("more", "said"),
    [({"on": "2099-01-01"}, "不能晚于今天"), ({"on": ""}, "请填写“发生日期”"), ({"proof": ""}, "请填写“依据”")],
)
def test_a_wrong_answer_is_said_beside_the_question(home, as_role, more, said):
    page = as_role("R4").post(f"/desk/households/{home.pk}/change", death(home) | more)
    assert page.status_code == 422
    assert said in told(page)


def test_only_officers_of_the_place_tell_events_and_no_relative(home, county, as_role):
    address = f"/desk/households/{home.pk}/change"
    assert as_role("R10").get(address).status_code == 403
    assert as_role("R7").post(address, death(home)).status_code == 403
    far = household(person("外乡人", 5, born="19500101"), area=OTHER_VILLAGE)
    assert as_role("R4").get(f"/desk/households/{far.pk}/change").status_code == 404
    from anmin.kernel.people.api import declare_kin

    with acting("测试"):
        declare_kin(county.staff["R4"].pk, home.head, "子女", on=timezone.localdate())
    assert as_role("R4").get(address).status_code == 403


# ── reviews
@pytest.fixture
def review(home: Household) -> Review:
    with acting("测试"):
        return reviews.open_review(home, "dibao", cause="report", why="群众反映", on=timezone.localdate())


def test_one_looks_into_it_another_decides_and_the_paper_is_there(home, review, as_role):
    town, leader = as_role("R4"), as_role("R7")
    with acting("测试"):
        declare(home, household_facts={"vehicles": 1}, person_facts={}, on=timezone.localdate(), source="复核")
    page = told(town.get(f"/desk/reviews/{review.pk}/"))
    assert "规则的结果：停发" in page
    assert "名下机动车" in page
    sent = {"act": "propose", "propose-found": "两人入户，门前停有登记在册的轿车。"}
    assert town.post(f"/desk/reviews/{review.pk}/", sent).status_code == 302
    refused = town.post(f"/desk/reviews/{review.pk}/", {"act": "decide"})
    assert refused.status_code == 422
    assert "县局分管领导决定" in told(refused)
    assert leader.post(f"/desk/reviews/{review.pk}/", {"act": "decide"}).status_code == 302
    page = told(leader.get(f"/desk/reviews/{review.pk}/"))
    address = re.search(rf"/desk/reviews/{review.pk}/paper/\d+\.pdf", page)[0]
    assert town.get(address).content.startswith(b"%PDF")
    assert as_role("R8").get(address).status_code == 403


def test_an_empty_finding_is_said_beside_the_question(review, as_role):
    page = as_role("R4").post(f"/desk/reviews/{review.pk}/", {"act": "propose", "propose-found": ""})
    assert page.status_code == 422
    assert "请填写“核查情况”" in told(page)


def test_what_the_household_declares_at_a_review_changes_facts_and_no_money(home, review, as_role):
    town, before = as_role("R4"), in_force(home)
    page = town.get(f"/desk/reviews/{review.pk}/declare")
    assert "许小妹" in told(page)
    girl = Person.objects.get(name="许小妹")
    assert town.post(f"/desk/reviews/{review.pk}/declare", {f"p{girl.pk}-wage_month": "800"}).status_code in (302, 200)
    assert in_force(home) == before


def test_an_objection_is_taken_in_and_answered_by_another(home, review, as_role):
    town, county_officer = as_role("R4"), as_role("R6")
    address = f"/desk/reviews/{review.pk}/"
    town.post(address, {"act": "propose", "propose-found": "两人入户核查，无变化。"})
    as_role("R7").post(address, {"act": "decide"})
    said = {
        "act": "objection",
        "objection-from_whom": "许老汉",
        "objection-channel": "来访",
        "objection-content": "少算了一个人",
    }
    assert town.post(address, said).status_code == 302
    assert "少算了一个人" in told(county_officer.get(address))
    answered = {"act": "answer", "answer-result": "已核对户口，重新复核", "answer-again": "on"}
    assert county_officer.post(address, answered).status_code == 302
    assert Review.objects.filter(household=home, cause="objection").exists()


def test_the_list_is_the_users_area_and_its_page_is_closed_to_others(county, review, as_role):
    far = household(person("外乡人", 5, born="19500101"), area=OTHER_VILLAGE)
    enrol(far, timezone.localdate().replace(day=1))
    with acting("测试"):
        other = reviews.open_review(far, "dibao", cause="report", why="反映", on=timezone.localdate())
    page = told(as_role("R4").get("/desk/reviews/"))
    assert "许老汉" in page
    assert "外乡人" not in page
    assert as_role("R4").get(f"/desk/reviews/{other.pk}/").status_code == 404
    assert as_role("R8").get("/desk/reviews/").status_code == 403


def test_the_list_of_the_month_is_made_by_a_button_and_the_class_corrected_on_the_page(home, as_role):
    town = as_role("R4")
    later = timezone.localdate() + timedelta(days=200)
    sent = {"programme": "dibao", "area": places.TOWN, "month": later.isoformat()}
    assert town.post("/desk/reviews/schedule", sent).status_code == 302
    assert Review.objects.get(household=home).cause == "cycle"
    assert town.post("/desk/reviews/schedule", sent | {"area": COUNTY}).status_code == 422
    page = Review.objects.get(household=home)
    sent = {"act": "class", "class-klass": "a", "class-reason": "无劳动收入来源"}
    assert town.post(f"/desk/reviews/{page.pk}/", sent).status_code == 302
    assert "已更正" in told(town.get(f"/desk/reviews/{page.pk}/"))


# ── draws
def test_a_draw_is_published_with_all_that_is_needed_to_draw_again(home, as_role):
    officer = as_role("R6")
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {"programme": "dibao", "area": COUNTY, "seed": "双色球 031", "share": "10", "due_on": due}
    assert officer.post("/desk/draws/new", sent).status_code == 302
    made = Draw.objects.get()
    page = told(as_role("R10").get(f"/desk/draws/{made.pk}/"))
    assert "重算一致" in page
    assert made.pool_digest in page
    assert as_role("R10").get(f"/desk/draws/{made.pk}/?list").content.decode().split() == [home.number]
    again = officer.post("/desk/draws/new", sent)
    assert again.status_code == 422
    assert "已经用过" in told(again)
    assert as_role("R4").get("/desk/draws/new").status_code == 403


# ── holds
def test_payment_is_kept_back_and_paid_again_with_a_reason(home, as_role):
    officer, address = as_role("R6"), f"/desk/households/{home.pk}/hold"
    this = timezone.localdate().replace(day=1)
    back = {"programme": "dibao", "act": "hold", "since": this.isoformat(), "reason": "账户冻结，正在核实"}
    assert officer.post(address, back | {"reason": ""}).status_code == 422
    officer.post(address, back)
    held = Hold.objects.get(household=home)
    assert (held.since, held.reason) == (this, "账户冻结，正在核实")
    assert "账户冻结" in told(officer.get(address))
    again = {"programme": "dibao", "act": "release", "since": this.isoformat(), "reason": "已换账户", "pay_back": "on"}
    officer.post(address, again)
    held.refresh_from_db()
    assert (held.until, held.pay_back) == (this, True)
    assert as_role("R4").get(address).status_code == 403


def test_who_pays_but_does_not_see_households_comes_there_by_number_and_back_to_the_list(home, as_role):
    payer, address = as_role("R9"), f"/desk/households/{home.pk}/hold"
    assert payer.post("/desk/holds/new", {"number": home.number}).url == address
    page = told(payer.get(address))
    assert f'/desk/households/{home.pk}/"' not in page and '/desk/holds/"' in page
    this = timezone.localdate().replace(day=1)
    sent = {"programme": "dibao", "act": "hold", "since": this.isoformat(), "reason": "账户冻结"}
    done = payer.post(address, sent, follow=True)
    assert done.status_code == 200
    assert "账户冻结" in told(done)
    assert "账户冻结" in told(payer.get("/desk/holds/"))


def test_a_page_left_open_does_not_do_the_opposite_of_what_its_button_said(home, as_role):
    address, this = f"/desk/households/{home.pk}/hold", timezone.localdate().replace(day=1)
    sent = {"programme": "dibao", "act": "hold", "since": this.isoformat(), "reason": "账户冻结"}
    as_role("R9").post(address, sent)
    late = as_role("R6").post(address, sent | {"reason": "第二个窗口"})
    assert late.status_code == 422 and "刚被别人" in told(late)
    assert Hold.objects.get(household=home).until is None


# ── accounts
def test_an_account_is_corrected_with_its_proof_and_only_for_a_member_or_under_an_agreement(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/account"
    assert address in told(town.get(f"/desk/households/{home.pk}/"))
    sent = {
        "bank_name": "农商银行",
        "bank_account": "6228 4812 3456 7890 123",
        "payee_name": "许大嫂",
        "proof": "核对新存折",
    }
    assert "代管须有书面协议" in told(town.post(address, sent | {"payee_name": "村主任"}))
    assert "在 8–32 位之间" in told(town.post(address, sent | {"bank_account": "12"}))
    town.post(address, sent)
    home.refresh_from_db()
    assert (home.bank_tail, home.payee_name) == ("0123", "许大嫂")
    entry = Entry.objects.get(kind="change_account")
    assert entry.reason == "核对新存折" and "6228" not in str(entry.content)
    assert as_role("R9").get(address).status_code == 403


# ── what can happen
def test_only_what_can_happen_to_a_member_is_offered(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    page = told(town.get(address))
    assert "kind=released" not in page and "kind=graduated" not in page and "kind=unemployed" not in page
    refused = town.get(address, {"kind": "released", "person": home.head_id})
    assert refused.status_code == 422 and "不会发生“刑满" in told(refused)
    with acting("测试"):
        facts = {str(home.head_id): {"away_status": "prison", "wage_month": 100_00}}
        declare(home, household_facts={}, person_facts=facts, on=timezone.localdate(), source="测试")
    page = told(town.get(address))
    assert f"kind=released&amp;person={home.head_id}" in page and f"kind=unemployed&amp;person={home.head_id}" in page
    assert f"kind=imprisoned&amp;person={home.head_id}" not in page


# ── cost
@pytest.mark.parametrize("where", ["change", "change?kind=died", "event", "review", "proposed", "reviews", "draws"])
def test_no_page_asks_the_database_more_than_a_dozen_times(home, review, county, as_role, at_most_a_dozen, where):
    with acting("测试"):
        cycles.schedule("dibao", COUNTY, timezone.localdate().replace(day=1), on=timezone.localdate())
    town = as_role("R4")
    if where == "proposed":
        town.post(f"/desk/reviews/{review.pk}/", {"act": "propose", "propose-found": "两人入户核查，无变化。"})
    address = {
        "change": f"/desk/households/{home.pk}/change",
        "change?kind=died": f"/desk/households/{home.pk}/change?kind=died&person={home.head_id}",
        "event": f"/desk/households/{home.pk}/change?kind=born",
        "review": f"/desk/reviews/{review.pk}/", "proposed": f"/desk/reviews/{review.pk}/",
        "reviews": "/desk/reviews/", "draws": "/desk/draws/",
    }[where]  # fmt: skip
    with at_most_a_dozen():
        assert town.get(address).status_code == 200
