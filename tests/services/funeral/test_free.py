"""What of a cremation is free by rule, told on its record; and whoever received 低保 is known by the programme's name."""

from datetime import date
from pathlib import Path

import pytest

from anmin.kernel.audit.api import acting
from anmin.services.funeral.models import Cremation
from anmin.services.funeral.register import save
from tests import county as places
from tests.county import VILLAGE, number
from tests.month.county import enrol, household, person

pytestmark = pytest.mark.django_db
DIED, BURNT = date(2026, 9, 3), date(2026, 9, 5)
BILL = {
    "transport_fee": 45_000,
    "storage_price_day": 10_000,
    "storage_days": 4,
    "cremation_fee": 38_000,
    "urn_fee": 18_000,
}


@pytest.fixture
def county(settings: object, tmp_path: Path) -> places.County:
    settings.VAR_DIR = tmp_path
    return places.build()


def cremate(name: str = "无此人", identity: str = "", **more: object) -> Cremation:
    values = {
        "certificate": f"安殡{Cremation.objects.count()}", "name": name, "identity": identity, "area": VILLAGE,
        "died_on": DIED, "cremated_on": BURNT, "facility": "安和县殡仪馆", "free_amount": None,
    }  # fmt: skip
    with acting("殡仪馆"):
        return save(Cremation(), values | more)


def test_a_resident_is_told_item_by_item_what_is_free_and_by_which_document(county):
    row = cremate(class_of_person="resident", **BILL)
    assert (row.free_due, row.free_check) == (40_000 + 27_000 + 38_000, "agrees")
    assert "免接运费 400.00 元（安政〔2019〕52号 第三条" in row.free_reason
    assert "免存放费 270.00 元（安政〔2019〕52号 第三条" in row.free_reason
    assert "骨灰盒" not in row.free_reason
    assert "家属自付 360.00 元" in row.free_reason


def test_who_received_dibao_on_the_day_of_death_is_of_that_class_whatever_was_entered(county):
    home = household(person("张卫国", 1, born="19610512"))
    enrol(home)
    row = cremate("张卫国", number("34992619610512001"), class_of_person="resident", **BILL)
    assert row.class_of_person == "dibao"
    assert "死亡当月有生效的最低生活保障待遇" in row.free_reason
    assert "免骨灰盒费 180.00 元" in row.free_reason


def test_a_claimed_class_that_no_record_bears_out_waits_for_a_clerk(county):
    row = cremate(class_of_person="dibao", **BILL)
    assert row.free_check == "doubt"
    assert "没有生效的相应待遇，请核实" in row.free_reason


@pytest.mark.parametrize(("remitted", "found"), [(105_000, "agrees"), (110_000, "over"), (100_000, "under")])
def test_what_the_funeral_home_remitted_is_compared_with_the_rule(county, remitted, found):
    assert cremate(class_of_person="resident", free_amount=remitted, **BILL).free_check == found


def test_without_the_single_fees_only_the_person_is_judged(county):
    row = cremate(class_of_person="resident", free_amount=120_000)
    assert (row.free_check, row.free_due, row.free_amount) == ("open", None, 120_000)
    assert cremate(class_of_person="visitor", free_amount=120_000).free_check == "over"


def test_an_empty_cell_of_a_table_is_no_text_and_no_money(county):
    row = cremate(
        handler=None, class_of_person=None, eco_kind=None, cremation_fee=None, storage_days=None, match_note=None
    )
    assert (row.handler, row.cremation_fee, row.eco_due) == ("", 0, 0)


def test_a_name_stretched_by_spaces_is_the_same_name(county):
    enrol(household(person("张卫", 1, born="19610512")))
    assert cremate("张　卫", number("34992619610512001")).match == "matched"


def test_before_there_was_a_rule_nothing_is_claimed_to_be_free(county):
    row = cremate(class_of_person="resident", died_on=date(2012, 12, 5), cremated_on=date(2012, 12, 6), **BILL)
    assert (row.free_check, row.free_due) == ("no_rule", None)


def test_a_claim_from_elsewhere_may_be_made_to_the_day_on_which_the_last_month_is_full(county):
    there = {"class_of_person": "resident", "elsewhere": True, "cremation_fee": 38_000, "cremated_on": date(2026, 5, 5)}
    there["died_on"] = date(2026, 5, 3)
    assert cremate(claimed_on=date(2026, 11, 5), **there).free_due == 38_000
    late = cremate(claimed_on=date(2026, 11, 6), **there)
    assert late.free_due == 0
    assert "申领期限" in late.free_reason


def test_burial_that_takes_little_land_is_rewarded(county):
    row = cremate(class_of_person="resident", eco_kind="tree")
    assert (row.eco_due, row.eco_burial) == (100_000, True)


def test_a_doubt_settled_as_another_person_is_nobodys_death_here(county):
    home = household(person("张卫国", 1, born="19610512"))
    enrol(home)
    row = cremate("张为国", number("34992619610512001"))
    assert (row.match, row.class_of_person) == ("doubtful", "resident")
    with acting("测试"):
        row = save(row, {"settled_as": "other", "match_note": "村委会证明张卫国健在"})
    assert (row.match, row.person) == ("settled", None)
