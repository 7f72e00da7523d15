"""In the browser: an event that changes an amount passes a second person; papers, reminders and what waits on the first page."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from anmin.kernel.access.api import Account
from anmin.kernel.audit.api import acting
from anmin.kernel.law.models import Number
from anmin.kernel.month.api import EventChange, EventPaper, EventProposal
from anmin.kernel.month.review_models import Taper
from anmin.kernel.people.api import Household, Person
from anmin.services.funeral.models import Cremation
from tests import county as places
from tests.county import VILLAGE, County
from tests.month.county import enrol, event, household, in_force, person

pytestmark = pytest.mark.django_db
BACKEND = "anmin.kernel.access.signing_in.Backend"


@pytest.fixture
def county(db: None) -> County:
    return places.build()


@pytest.fixture
def home(county: County) -> Household:
    made = household(
        person("许老汉", 1, born="19500101"),
        person("许大嫂", 2, born="19520101", relation="10"),
        person("许小妹", 4, born="19900101", relation="30"),
    )
    enrol(made, timezone.localdate().replace(day=1))
    return made


@pytest.fixture
def as_role(county: County) -> Callable[[str], Client]:
    def enter(role: str) -> Client:
        client = Client()
        client.force_login(county.staff[role], backend=BACKEND)
        return client

    return enter


def told(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def move_out(client: Client, home: Household) -> object:
    girl = Person.objects.get(name="许小妹")
    address = f"/desk/households/{home.pk}/change"
    sent = {"kind": "left", "person": girl.pk, "on": timezone.localdate().isoformat(), "proof": "户口迁移证 7 号"}
    shown = told(client.post(address, sent))
    assert "由县局另一人复核" in shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    return client.post(address, sent | {"seen": seen, "confirm": "1"}, follow=True)


def test_one_tells_another_confirms_and_the_paper_lies_with_the_household(home, as_role):
    town, head = as_role("R4"), as_role("R6")
    assert "由县局另一人复核后生效" in told(move_out(town, home))
    assert in_force(home).persons == 3
    assert "家庭变化待复核</a> <strong>1</strong>" in told(head.get("/desk/"))
    waits = EventProposal.objects.get()
    address = f"/desk/event-proposals/{waits.pk}/"
    assert "改变保障金额的家庭变化由县局复核确认" in told(town.get(address))
    assert town.post(address, {"act": "confirm"}).status_code == 403
    seen = re.search(r'name="seen" value="(\w+)"', told(head.get(address)))[1]
    page = told(head.post(address, {"act": "confirm", "seen": seen}, follow=True))
    assert in_force(home).persons == 2
    paper = EventPaper.objects.get()
    assert paper.number in page
    for form in ("docx", "pdf"):
        assert head.get(f"/desk/event-changes/{paper.change_id}/paper.{form}").content[:2] in (b"PK", b"%P")
    assert paper.number in told(town.get(f"/desk/households/{home.pk}/"))


def test_who_told_it_may_not_confirm_it_and_may_see_why_it_came_back(home, as_role):
    head = as_role("R6")
    move_out(head, home)
    waits = EventProposal.objects.get()
    address = f"/desk/event-proposals/{waits.pk}/"
    assert "须由另一人复核" in told(head.get(address))
    shown = head.post(address, {"act": "confirm", "seen": "x"})
    assert shown.status_code == 422
    leader = as_role("R7")
    assert "请填写" in told(leader.post(address, {"act": "back", "reason": ""}))
    leader.post(address, {"act": "back", "reason": "迁移证不在本人名下"})
    assert "迁移证不在本人名下" in told(head.get(address))
    assert in_force(home).persons == 3


def test_a_death_is_done_at_once_and_its_page_shows_consequences_and_paper(home, as_role):
    town, address = as_role("R4"), f"/desk/households/{home.pk}/change"
    sent = {"kind": "died", "person": home.head_id, "on": timezone.localdate().isoformat(), "proof": "死亡证 12 号"}
    seen = re.search(r'name="seen" value="(\w+)"', told(town.post(address, sent)))[1]
    page = told(town.post(address, sent | {"seen": seen, "confirm": "1"}, follow=True))
    assert "保障人数由 3 人变为 2 人" in page
    assert EventPaper.objects.get().number in page


def test_papers_of_a_month_are_made_and_bound_into_one_file(home, county, as_role):
    other = household(person("钱老伯", 7, born="19400101"))
    enrol(other, timezone.localdate().replace(day=1))
    event(home, "许老汉", "died", timezone.localdate())
    event(other, "钱老伯", "died", timezone.localdate())
    town = as_role("R4")
    assert "变动告知书未出</a> <strong>2</strong>" in told(town.get("/desk/"))
    answer = town.post("/desk/event-changes/print", {"month": timezone.localdate().isoformat()})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert EventPaper.objects.count() == 2
    assert "钱老伯的近亲属" in text and "许大嫂" in text
    assert "没有登记需要告知的变动" in told(town.post("/desk/event-changes/print", {"month": "2020-01-01"}))


def test_another_township_sees_neither_event_nor_paper(home, county, as_role):
    event(home, "许老汉", "died", timezone.localdate())
    change = EventChange.objects.get()
    with acting("测试"):
        elsewhere = Account(username="别乡", name="别乡经办")
        elsewhere.set_unusable_password()
        elsewhere.save()
        elsewhere.posts.create(role="R4", area=places.OTHER_TOWN, since=date(2020, 1, 1))
    client = Client()
    client.force_login(elsewhere, backend=BACKEND)
    for page in (f"event-changes/{change.pk}/", f"event-changes/{change.pk}/paper.pdf", f"events/{change.event_id}/"):
        assert client.get(f"/desk/{page}").status_code == 404


def test_a_taper_is_announced_two_weeks_before_its_last_month_is_over(home, as_role, monkeypatch):
    with acting("测试"):
        Taper.objects.create(
            household=home, programme="dibao", since=date(2026, 6, 1), last_amount=100_000, reason="因就业超过标准"
        )  # fmt: skip
    town = as_role("R4")
    for day, soon in ((date(2026, 11, 15), False), (date(2026, 11, 16), True), (date(2026, 11, 30), True)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, day=day: day)
        assert ("渐退两周内期满" in told(town.get("/desk/"))) is soon
    page = told(town.get("/desk/tapers/running"))
    assert "6 / 6" in page
    assert "还有 0 天" in page
    assert "自 2026-12 起停发" in page or "自 2026年12月 起停发" in page


def test_doubtful_cremations_lead_from_the_first_page_to_their_list_and_are_settled_there(home, as_role):
    with acting("殡仪馆"):
        from anmin.services.funeral.register import save

        save(Cremation(), {
            "certificate": "疑1", "name": "许老汗", "identity": places.number("34992619500101001"), "area": VILLAGE,
            "died_on": timezone.localdate(), "cremated_on": timezone.localdate(), "facility": "馆",
        })  # fmt: skip
    town = as_role("R4")
    first = told(town.get("/desk/"))
    assert '<a href="/desk/cremations/?match=doubtful">火化登记身份待核实</a> <strong>1</strong>' in first
    row = Cremation.objects.get()
    assert "许老汗" in told(town.get("/desk/cremations/?match=doubtful"))
    assert "settled_as" in told(town.get(f"/desk/cremations/{row.pk}/edit"))
    sent = {
        "area": VILLAGE, "cremated_on": row.cremated_on.isoformat(), "facility": "馆", "settled_as": "same",
        "match_note": "户口簿核对，证明上写了错字", "seen": re.search(
            r'name="seen" value="(\w+)"', told(town.get(f"/desk/cremations/{row.pk}/edit")))[1],
    }  # fmt: skip
    assert town.post(f"/desk/cremations/{row.pk}/edit", sent).status_code == 302
    assert Person.objects.get(name="许老汉").died_on == timezone.localdate()
    assert in_force(home).payee.name == "许大嫂"
    assert "火化登记身份待核实" not in told(town.get("/desk/"))


def test_public_labour_is_reached_from_the_household_where_the_county_keeps_it(home, as_role):
    town, page = as_role("R4"), f"/desk/households/{home.pk}/"
    assert "公益劳动" not in told(town.get(page))
    assert town.get(f"{page}labour").status_code == 404
    with acting("测试"):
        Number.objects.create(
            key="dibao.public_labour", area="349926", value=True, unit="bool", since=date(2026, 1, 1), revision=9
        )
    cache.clear()  # a minute later
    assert f'href="{page}labour">公益劳动' in told(town.get(page))
    sent = {"person": home.head_id, "on": timezone.localdate().isoformat(), "work": "村道保洁", "hours": "4"}
    assert "村道保洁" in told(town.post(f"{page}labour", sent, follow=True))
    assert "没有参加的写明原因" in told(town.post(f"{page}labour", sent | {"hours": ""}))
