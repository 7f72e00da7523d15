"""What an examiner asked of a month: inputs under which a rule that is nearly always right would be wrong."""

from datetime import date

import pytest
from django.db import OperationalError, connection

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import CalendarDay, working_calendar
from anmin.kernel.funds.api import Grant, Roll, grant
from anmin.kernel.month.api import follow
from anmin.kernel.month.closing import lock
from anmin.kernel.month.models import Finding
from anmin.kernel.month.review_models import Taper
from anmin.kernel.people.api import Household, PersonIn
from tests import county as places
from tests.county import COUNTY, number
from tests.month.county import enrol, event, household, in_force, paid_month, person
from tests.month.test_tapers import home, tapering  # noqa: F401
from tests.package.holders import held
from tests.package.test_deciding import _tekun_confirmed_at as tekun_confirmed
from tests.package.test_deciding import old_man
from tests.services.walking import Request

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 9)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


def test_the_amount_before_a_taper_is_that_of_the_months_before_it_even_if_the_taper_was_granted_anew(tapering):  # noqa: F811
    now = in_force(tapering)
    with acting("测试"):
        grant([Grant(tapering.pk, "dibao", now.amount_month + 1, now.persons, now.since, "更正", now.basis)])
    event(tapering, "冯老汉", "died", date(2026, 11, 5))
    assert Taper.objects.get().last_amount == 107_000


def test_a_dead_members_account_is_told(county):
    couple = household(person("张三", 1, born="19500101"), person("李四", 2, born="19520101", relation="10"))
    other = household(person("王五", 3, born="19500101"))
    for one in (couple, other):
        enrol(one)
    with acting("测试"):
        Household.objects.filter(pk=couple.pk).update(payee_name="李四")
    event(couple, "李四", "died", date(2026, 9, 10))
    paid_month(county, NOVEMBER)
    assert "账户户名“李四”不是家庭成员" in Finding.objects.get(kind="other_payee", household=couple).text


def test_a_line_and_its_arrears_without_account_are_one_finding_of_their_sum(county):
    bare = household(person("张三", 1, born="19500101"))
    other = household(person("王五", 3, born="19500101"))
    for one in (bare, other):
        enrol(one)
    paid_month(county, OCTOBER)
    row = in_force(bare)
    with acting("测试"):
        grant([Grant(bare.pk, "dibao", row.amount_month + 100_00, 1, OCTOBER, "更正", row.basis)])
        Household.objects.filter(pk=bare.pk).update(bank_account=b"", bank_index="", bank_tail="")
    paid_month(county, NOVEMBER)
    finding = Finding.objects.get(kind="no_account", household=bare, close__month=NOVEMBER)
    assert finding.held == row.amount_month + 200_00


def test_an_account_shared_with_a_household_that_another_programme_pays_is_told(county):
    one = household(person("张三", 1, born="19500101"))
    other = household(person("王五", 3, born="19500101"))
    enrol(one)
    with acting("测试"):
        grant([Grant(other.pk, "tekun", 150_000, 1, date(2026, 2, 1), "审核确认 测试")])
        Household.objects.filter(pk=other.pk).update(bank_index=one.bank_index)
    paid_month(county, NOVEMBER)
    assert "与另外 1 户相同" in Finding.objects.get(kind="shared_account", household=one).text


def test_a_supplement_follows_those_whom_the_benefit_counts(county):
    """The husband is kept as 特困 and still receives the 低保 that counts his wife alone: the supplement is for both."""
    wife = PersonIn("李秀英", number("34992619500308002"), 2, date(1950, 3, 8), "10")
    couple = places.household(JUNE, members=(old_man(facts={"obligor": "none", "can_bathe": False}), wife))
    held(couple, "dibao", date(2026, 2, 1))
    tekun_confirmed(Request("tekun", county, JUNE, home=couple)).moves("R7", "confirm")
    done = follow("price_link", SEPTEMBER, OCTOBER, COUNTY, who=county.user("R6"))
    assert (done.persons, set(done.groups)) == (2, {"低保对象", "特困人员"})


def test_a_month_is_not_locked_while_another_hand_makes_a_batch_of_it(db):
    with connection.copy().cursor() as other, connection.cursor() as mine:
        other.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"funds/{COUNTY}/dibao"])
        mine.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), acting("测试"):
            lock(Roll(area=COUNTY, programme="dibao", month=NOVEMBER), who=None)
        other.connection.close()


def test_a_day_off_that_is_corrected_in_place_counts_at_once(db):
    day = CalendarDay.objects.filter(day__year=2026, off=True).order_by("day").first()
    assert not working_calendar().works(day.day)
    with acting("测试"):
        CalendarDay.objects.filter(pk=day.pk).update(off=False)
    assert working_calendar().works(day.day)
