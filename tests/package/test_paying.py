"""What excludes what, when money is paid: old data that overlaps is told, and nobody is paid twice or lost (domain 31, B)."""

from datetime import date

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds.api import Ending, Entitlement, Hold, Payment, end
from anmin.kernel.month.api import Finding, People, close_month
from anmin.kernel.people.api import PersonIn
from tests import county as towns
from tests.county import COUNTY, number
from tests.package.holders import held

BEGAN, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (8, 9, 10, 11))
ORPHAN = {"father_state": "dead", "mother_state": "dead"}
CHILD = number("34992620140901004")


@pytest.fixture
def county(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return towns.build()


def household(*persons: PersonIn, **facts: object):
    return towns.household(date(2026, 1, 5), members=persons, **facts)


def old_man(**facts: object) -> PersonIn:
    told = {"obligor": "none", "can_bathe": False, **facts}
    return PersonIn(
        "钱老根", number("34992619480505001"), 1, date(1948, 5, 5), "02", disability=("limb", 1), facts=told
    )


def wife(**more: object) -> PersonIn:
    return PersonIn("李秀英", number("34992619500308002"), 2, date(1950, 3, 8), "10", **more)


def paid(county, programme: str, month: date) -> dict[str, int]:
    """The month carried through four hands; what was paid, by payee and kind."""
    people = People(county.user("R6"), county.user("R9"), county.user("R7"))
    close_month(programme, month, COUNTY, people=people, on=month)
    rows = Payment.objects.filter(programme=programme, roll__month=month)
    return {f"{p.payee_name} {p.month:%m} {p.kind}": p.amount for p in rows}


def finding(programme: str, month: date) -> Finding:
    return Finding.objects.get(kind="overlap", close__programme=programme, close__month=month)


def test_a_subsidy_beside_tekun_is_kept_back_and_told_with_the_article(county):
    """国发〔2015〕52号: neither subsidy of the disabled beside 特困."""
    home = household(old_man(), receiving_dibao=True)
    held(home, "disability", BEGAN)
    held(home, "tekun", BEGAN)
    assert paid(county, "disability", OCTOBER) == {}
    told, kept = finding("disability", OCTOBER), Hold.objects.get()
    assert "钱老根已享受特困人员供养金" in told.text and "国发〔2015〕52号" in told.text and told.due == 0
    assert (kept.programme, kept.since) == ("disability", BEGAN) and kept.reason.startswith("重复享受：")
    assert set(paid(county, "tekun", OCTOBER)) == {"钱老根 10 regular"}
    assert not Finding.objects.filter(kind="overlap", close__programme="tekun").exists()


def test_whose_overlap_has_ended_is_paid_again_from_the_month_of_the_end(county):
    home = household(old_man(), receiving_dibao=True)
    amount = held(home, "disability", BEGAN)
    assert set(paid(county, "disability", SEPTEMBER).values()) == {amount}
    held(home, "tekun", OCTOBER)
    assert paid(county, "disability", OCTOBER) == {}
    assert Hold.objects.get().since == OCTOBER
    with acting("测试"):
        end([Ending(home.pk, "tekun", NOVEMBER, "终止供养")])
    assert paid(county, "disability", NOVEMBER) == {"钱老根 11 regular": amount}
    released = Hold.objects.get()
    assert (released.until, released.pay_back) == (NOVEMBER, False)


def test_the_same_month_made_again_changes_nothing(county):
    home = household(old_man(), receiving_dibao=True)
    held(home, "disability", BEGAN)
    held(home, "tekun", BEGAN)
    paid(county, "disability", OCTOBER)
    before = list(Hold.objects.values()), list(Finding.objects.values())
    paid(county, "disability", OCTOBER)
    assert (list(Hold.objects.values()), list(Finding.objects.values())) == before


def test_where_the_other_was_taken_back_whole_the_held_months_come_as_arrears(county):
    home = household(old_man(), receiving_dibao=True)
    amount = held(home, "disability", BEGAN)
    paid(county, "disability", SEPTEMBER)
    held(home, "tekun", OCTOBER)
    assert paid(county, "disability", OCTOBER) == {}
    with acting("测试"):
        end([Ending(home.pk, "tekun", OCTOBER, "认定有误，自始撤销")])
    assert paid(county, "disability", NOVEMBER) == {"钱老根 10 arrears": amount, "钱老根 11 regular": amount}


def test_an_orphan_who_is_counted_in_dibao_stays_paid_until_it_is_decided(county):
    """domain 31: ? cells are W here: the household keeps 低保 for the others, whose amount a person decides."""
    home = household(
        wife(),
        PersonIn("张小雨", CHILD, 2, date(2014, 9, 1), "42", student="school",
                 facts={**ORPHAN, "legal_duty": "owed", "lives_together": True}),
    )  # fmt: skip
    amount = held(home, "dibao", BEGAN)
    held(home, "children", BEGAN)
    assert list(paid(county, "dibao", OCTOBER).values()) == [amount]
    told = finding("dibao", OCTOBER)
    assert (
        told.due and told.due < amount and "张小雨已享受孤儿基本生活费" in told.text and "作出决定前照发" in told.text
    )
    less = Finding.objects.get(kind="less", close__programme="dibao")
    assert less.due == told.due
    assert not Hold.objects.exists()


def test_of_two_that_both_ask_to_choose_the_higher_is_paid(county):
    """民发〔2021〕43号 第九条: one of the two; until someone chooses, nobody is left without."""
    home = household(
        PersonIn("张小雨", CHILD, 2, date(2014, 9, 1), "02", student="school", facts={**ORPHAN, "obligor": "none"})
    )
    amounts = {"children": held(home, "children", BEGAN)}
    amounts["tekun"] = held_beside(home, "tekun")
    higher, lower = sorted(amounts, key=amounts.get, reverse=True)
    assert list(paid(county, higher, OCTOBER).values()) == [amounts[higher]]
    assert paid(county, lower, OCTOBER) == {}
    assert [kept.programme for kept in Hold.objects.all()] == [lower]
    assert "第九条" in finding(lower, OCTOBER).text


def held_beside(home, programme: str) -> int:
    """As an older installation granted it: nobody asked what is held beside it."""
    before = list(Entitlement.objects.filter(household=home))
    with acting("测试"):
        Entitlement.objects.filter(household=home).update(until=BEGAN, end_reason="测试")
        amount = held(home, programme, BEGAN)
        for each in before:
            Entitlement.objects.filter(pk=each.pk).update(until=None, end_reason="")
    return amount


def test_a_subsidy_of_which_only_one_person_s_part_overlaps_is_paid_on_and_told(county):
    home = household(old_man(), wife(disability=("limb", 1)), receiving_dibao=True)
    amount = held(home, "disability", BEGAN)
    supported = held(home, "tekun", BEGAN)
    assert supported
    if Entitlement.objects.get(programme="tekun").persons == 2:
        pytest.fail("both are supported: the household does not show what it should")
    assert list(paid(county, "disability", OCTOBER).values()) == [amount]
    told = finding("disability", OCTOBER)
    assert 0 < told.due < amount
