"""Paid by the quarter: two months have no roll, the third pays itself and the two before, and nobody counts as new."""

from datetime import date, timedelta

import pytest

from anmin.kernel.audit.api import acting
from anmin.kernel.funds import rolls
from anmin.kernel.funds.api import Grant, MoneyRefused, grant
from anmin.kernel.law.api import NumberTable, numbers
from anmin.kernel.law.numbers import Row
from anmin.kernel.month.api import Close, People, close_month, prepare
from anmin.kernel.month.changes import changes_of
from tests import county as towns
from tests.services.elder_allowance.test_turning import elder

BY_QUARTER = Row(
    "elder_allowance.pay_every_months", "349926", "", "", 3, "month", "测试办法", "按季", date(2026, 1, 1)
)  # fmt: skip


@pytest.fixture
def county(db, monkeypatch, settings, tmp_path):
    from anmin.kernel.funds import rhythm

    table = NumberTable([BY_QUARTER], numbers())
    monkeypatch.setattr(rhythm, "stored_numbers", lambda: table)
    settings.VAR_DIR = tmp_path
    return towns.build()


def test_by_the_quarter_the_months_between_are_paid_with_it(county, monkeypatch):
    """Also to those of whom nothing was recorded since the quarter before: here all that was recorded is long ago."""
    home = towns.household(date(2026, 1, 5), members=(elder("甲", date(1940, 1, 1), 1),))
    with acting("测试"):
        grant([Grant(home.pk, "elder_allowance", 6000, 1, date(2026, 1, 1), "批准")])
    maker, checker, leader = (county.user(role) for role in ("R6", "R9", "R7"))
    told = close_month("elder_allowance", date(2026, 2, 1), towns.COUNTY, people=People(maker), on=date(2026, 2, 20))
    assert "按季发放，2026年2月不是发放月" in told.next and "3 月的名册" in told.next
    with pytest.raises(MoneyRefused, match="不是发放月"):
        prepare("elder_allowance", date(2026, 2, 1), towns.COUNTY, who=maker, on=date(2026, 2, 20))
    everyone = People(maker, checker, leader)
    close_month("elder_allowance", date(2026, 3, 1), towns.COUNTY, people=everyone, on=date(2026, 3, 20))
    monkeypatch.setattr(rolls, "MARGIN", -timedelta(hours=1))
    close_month("elder_allowance", date(2026, 6, 1), towns.COUNTY, people=everyone, on=date(2026, 6, 20))
    roll = prepare("elder_allowance", date(2026, 6, 1), towns.COUNTY, who=maker, on=date(2026, 6, 20))
    assert roll.amount == 3 * 6000
    assert (roll.movement["closing"]["amount"], roll.movement["arrears"]["amount"]) == (6000, 12000)
    assert changes_of(roll) == []
    assert Close.objects.get(month=date(2026, 6, 1)).steps["check"]["last_month"] == "已送银行"
