"""Four eyes for life events: what changes an amount waits for another person, a death does not; the household is told."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import MoneyRefused
from anmin.kernel.month.api import (
    EventChange,
    EventPaper,
    EventProposal,
    Happening,
    confirm_event,
    issue_papers,
    needs_another,
    open_event_paper,
    propose_event,
    return_event,
    seen_again,
)
from anmin.kernel.month.two_hands import none_waiting
from anmin.kernel.people.api import EventRefused, Household, LifeEvent, members_on
from tests.county import COUNTY, County, number
from tests.month.county import enrol, event, household, in_force, kin_of, paid_month, person

pytestmark = pytest.mark.django_db
ON, NEXT, TODAY = date(2026, 9, 12), date(2026, 10, 1), date(2026, 9, 15)


@pytest.fixture
def family(county: County) -> Household:
    home = household(
        person("张卫国", 1, born="19610512"),
        person("李秀英", 2, born="19620308", relation="10"),
        person("张小雨", 4, born="20100901", relation="30", student="school"),
    )
    enrol(home)
    return home


def moving_out(home: Household) -> Happening:
    girl = next(m.person for m in home.memberships.all() if m.person.name == "张小雨")
    return Happening(home, girl, "left", ON, {"proof": "户口迁移证"}, "冯光荣登记：户口迁移证")


def put(what: Happening, who: User) -> EventProposal:
    with acting(who.actor):
        with transaction.atomic():
            told = what.carry_out()
            transaction.set_rollback(True)
        return propose_event(what, told, who=who, on=TODAY)


def test_what_waits_has_changed_nothing_and_is_done_by_the_second_person_as_listed(family, county):
    before = in_force(family)
    waits = put(moving_out(family), county.user("R4"))
    assert in_force(family) == before
    assert len(members_on(family, NEXT)) == 3
    assert not LifeEvent.objects.exists()
    with acting(county.user("R6").actor):
        confirm_event(waits.pk, who=county.user("R6"), on=TODAY, lines=waits.lines)
    assert in_force(family).persons == 2
    waits.refresh_from_db()
    assert (waits.state, waits.event.kind) == ("confirmed", "left")


def test_two_who_join_at_once_wait_beside_each_other_and_each_only_once(family, county):
    other = household(
        person("赵大嫂", 6, born="19800101"),
        person("赵小妹", 8, born="20100101", relation="30"),
        person("赵奶奶", 10, born="19500101", relation="52"),
    )
    enrol(other)
    joining = [
        Happening(family, None, "joined", ON, {}, "登记", {"name": name, "number": given, "relation": "97"})
        for name, given in (("赵小妹", number("34992620100101008")), ("赵奶奶", number("34992619500101010")))
    ]
    for one in joining:
        put(one, county.user("R4"))
    assert EventProposal.objects.filter(household=family, state="waiting").count() == 2
    with pytest.raises(EventRefused, match="已经登记，正等待复核"):
        put(joining[0], county.user("R4"))


def test_who_joins_on_the_first_of_a_month_is_missing_from_the_other_household_in_that_month_already(family, county):
    other = household(
        person("赵大嫂", 6, born="19800101"), person("赵奶奶", 10, born="19500101", relation="52"),
    )  # fmt: skip
    enrol(other)
    said = {"name": "赵奶奶", "number": number("34992619500101010"), "relation": "97"}
    put(Happening(family, None, "joined", NEXT, {}, "登记", said), county.user("R4"))
    with pytest.raises(MoneyRefused, match="等待复核"):
        none_waiting("dibao", COUNTY, NEXT)


def test_nobody_confirms_what_they_told_themselves_not_even_past_the_pages(family, county):
    who = county.user("R6")
    waits = put(moving_out(family), who)
    with acting(who.actor), pytest.raises(EventRefused, match="另一人复核"):
        confirm_event(waits.pk, who=who, on=TODAY, lines=waits.lines)
    with acting(who.actor), pytest.raises(IntegrityError, match="event_decided_by_another"), transaction.atomic():
        EventProposal.objects.filter(pk=waits.pk).update(state="returned", reason="自己退", decided_by=who.account)
    assert in_force(family).persons == 3


@pytest.mark.parametrize("role", ["R4", "R5", "R9"])
def test_the_county_confirms_and_nobody_else(family, county, role):
    waits = put(moving_out(family), county.user("R3"))
    who = county.user(role)
    with acting(who.actor), pytest.raises(EventRefused, match="县局复核确认"):
        confirm_event(waits.pk, who=who, on=TODAY, lines=waits.lines)


def test_a_near_relative_keeps_away(family, county):
    waits = put(moving_out(family), county.user("R4"))
    kin_of(county.user("R6").account, family)
    with acting("测试"), pytest.raises(EventRefused, match="回避"):
        confirm_event(waits.pk, who=county.user("R6"), on=TODAY, lines=waits.lines)


def test_what_has_become_different_meanwhile_is_not_done_unseen(family, county):
    waits = put(moving_out(family), county.user("R4"))
    event(family, "李秀英", "died", ON)
    who = county.user("R7")
    with acting(who.actor):
        with pytest.raises(EventRefused, match="重新看过"), transaction.atomic():
            confirm_event(waits.pk, who=who, on=TODAY, lines=waits.lines)
        assert in_force(family).persons == 2
        now = seen_again(waits)
        assert now != waits.lines
        confirm_event(waits.pk, who=who, on=TODAY, lines=now)
    assert in_force(family).persons == 1


def test_given_back_with_a_reason_it_may_be_told_again(family, county):
    waits = put(moving_out(family), county.user("R4"))
    with acting("测试"):
        with pytest.raises(EventRefused, match="正等待复核"):
            put(moving_out(family), county.user("R4"))
        return_event(waits.pk, who=county.user("R6"), on=TODAY, reason="迁移证日期不符")
        put(moving_out(family), county.user("R4"))
    assert in_force(family).persons == 3


def test_the_month_is_not_made_while_an_event_waits_that_changes_it(family, county):
    waits = put(moving_out(family), county.user("R4"))
    paid_month(county, date(2026, 9, 1))  # its effect begins with October
    with pytest.raises(MoneyRefused, match=r"1 件家庭变化等待复核（张卫国）"):
        paid_month(county, NEXT)
    none_waiting("price_link", COUNTY, NEXT)  # what another programme pays does not wait for it
    with acting("测试"):
        return_event(waits.pk, who=county.user("R6"), on=TODAY, reason="没有迁走")
    paid_month(county, NEXT)


@pytest.mark.parametrize(("kind", "two"), [("died", False), ("left", True), ("divorced", True), ("graduated", False)])
def test_only_what_changes_an_amount_and_is_no_death_needs_two(family, kind, two):
    assert needs_another(event(family, "张小雨", kind, ON)) is two


def test_who_joins_from_another_recipient_household_needs_two_and_is_kept_sealed(family, county):
    girl = Happening(
        household(person("何新郎", 5, born="19850101")), None, "joined", ON, {"proof": "结婚证"}, "登记：结婚证",
        {"name": "张小雨", "number": number("34992620100901004"), "relation": "10"},
    )  # fmt: skip
    waits = put(girl, county.user("R4"))
    assert b"34992620100901004" not in bytes(waits.newcomer)
    with acting("测试"):
        told = confirm_event(waits.pk, who=county.user("R7"), on=TODAY, lines=waits.lines)
    assert in_force(family).persons == 2
    assert [change.household for change in told.changes] == [family]


def papers(told: object, county: County) -> list[EventPaper]:
    with acting("测试"):
        return issue_papers(told.changes, TODAY)


def words(paper: EventPaper, county: County) -> str:
    """The text of the Word paper, after the PDF was seen to be one."""
    assert PdfReader(BytesIO(open_event_paper(paper, "pdf", who=county.user("R4")))).pages
    book = docx.Document(BytesIO(open_event_paper(paper, "docx", who=county.user("R4"))))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in book.paragraphs] + cells)


def test_the_household_is_told_reason_article_amounts_month_and_its_rights(family, county):
    before = in_force(family).amount_month
    told = event(family, "张卫国", "died", ON)
    after = in_force(family).amount_month
    (paper,) = papers(told, county)
    text = words(paper, county)
    assert "减发告知书" in text and "李秀英" in text
    assert "张卫国于2026年9月12日死亡" in text
    assert "第三十二条" in text and "2026年10月" in text
    assert f"{before / 100:,.2f}" in text and f"{after / 100:,.2f}" in text
    assert "行政复议" in text
    assert papers(told, county) == []  # once


def test_where_nobody_is_left_the_next_of_kin_are_told_of_the_end(county):
    home = household(person("赵一人", 1, born="19500101"))
    enrol(home)
    (paper,) = papers(event(home, "赵一人", "died", ON), county)
    text = words(paper, county)
    assert "停发告知书" in text and "赵一人的近亲属" in text


def test_a_preview_leaves_no_record_of_a_change(family):
    from anmin.kernel.people.api import preview

    with acting("测试"):
        preview(family.head, "died", on=ON)
    assert not EventChange.objects.exists()


def test_papers_of_deaths_that_a_register_told_are_made_at_night_and_once(family, county):
    from anmin.kernel.month.tasks import issue_missing_papers

    event(family, "张卫国", "died", ON)
    assert not EventPaper.objects.exists()
    issue_missing_papers(0)
    issue_missing_papers(0)
    assert EventPaper.objects.count() == 1
