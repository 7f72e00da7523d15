"""Who is due what: granted, changed, held, ended, and never twice."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.audit.models import Entry as AuditEntry
from anmin.kernel.funds.api import Ending, Entitlement, Grant, MoneyRefused, end, grant
from tests.funds.payees import NOVEMBER, OCTOBER, PROGRAMME, entitle, homes, payer

pytestmark = pytest.mark.django_db


def spans(home) -> list[tuple]:
    rows = Entitlement.objects.filter(household=home).order_by("since", "id")
    return [(e.since, e.until, e.amount_month) for e in rows]


def test_the_same_grant_twice_changes_nothing():
    home = homes(1)[0]
    entitle(home)
    entries = AuditEntry.objects.count()
    entitle(home)
    assert spans(home) == [(OCTOBER, None, 500_00)]
    assert AuditEntry.objects.count() == entries


def test_a_change_ends_what_was_in_force_and_begins_anew():
    home = homes(1)[0]
    entitle(home)
    entitle(home, amount=620_00, since=NOVEMBER, source="复核增发 002")
    assert spans(home) == [(OCTOBER, NOVEMBER, 500_00), (NOVEMBER, None, 620_00)]
    assert Entitlement.objects.get(household=home, since=OCTOBER).end_reason == "变更：复核增发 002"


def test_a_change_in_the_month_of_the_start_leaves_no_overlap():
    home = homes(1)[0]
    entitle(home)
    entitle(home, amount=480_00, source="更正")
    assert spans(home) == [(OCTOBER, OCTOBER, 500_00), (OCTOBER, None, 480_00)]


def test_the_database_refuses_two_entitlements_of_one_programme_at_once():
    home = homes(1)[0]
    entitle(home)
    with pytest.raises(IntegrityError, match="entitlement_no_overlap"), acting("测试"):
        Entitlement.objects.create(
            household=home, payee=home.head, programme=PROGRAMME, amount_month=1, area=home.area, urban_rural="rural",
            since=date(2026, 12, 1),
        )  # fmt: skip


def test_what_was_paid_upon_cannot_be_rewritten():
    paying = payer()
    home = homes(1)[0]
    entitle(home)
    paying.approved()
    with pytest.raises(DatabaseError, match="已据以发放"), transaction.atomic(), acting("测试"):
        Entitlement.objects.filter(household=home).update(amount_month=900_00)
    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic(), acting("测试"):
        mine = Entitlement.objects.filter(household=home)
        mine._raw_delete(mine.db)


@pytest.mark.parametrize(
    "grants",
    [
        {"amount_month": 0},
        {"amount_month": -5},
        {"since": date(2026, 10, 2)},
        {"source": ""},
    ],
)
def test_a_grant_without_amount_whole_month_or_source_is_refused(grants):
    home = homes(1)[0]
    good = {
        "household_id": home.pk,
        "programme": PROGRAMME,
        "amount_month": 1,
        "persons": 1,
        "since": OCTOBER,
        "source": "x",
    }
    with pytest.raises(MoneyRefused), acting("测试"):
        grant([Grant(**good | grants)])


def test_an_end_needs_a_reason_and_happens_once():
    home = homes(1)[0]
    entitle(home)
    with pytest.raises(MoneyRefused, match="原因"), acting("测试"):
        end([Ending(home.pk, PROGRAMME, NOVEMBER, " ")])
    with acting("测试"):
        assert end([Ending(home.pk, PROGRAMME, NOVEMBER, "就业后收入超标")]) == 1
        assert end([Ending(home.pk, PROGRAMME, NOVEMBER, "就业后收入超标")]) == 0
    assert spans(home) == [(OCTOBER, NOVEMBER, 500_00)]


def test_nobody_is_granted_anything_by_an_empty_list():
    with acting("测试"):
        assert grant([]) == 0
        assert end([]) == 0
    assert not Entitlement.objects.exists()
