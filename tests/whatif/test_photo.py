"""The county's people are kept, and yet always as they are now: what was written since is read again, and only that."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import transaction

from anmin.kernel.audit.api import acting
from anmin.kernel.law import api as law
from anmin.kernel.people.api import Household
from anmin.kernel.people.events import change_facts
from anmin.kernel.whatif import photo as kept
from tests.web import county

AREA, DAY = county.COUNTY[:6], date(2026, 11, 20)
SERVICES = ["dibao", "elder_allowance"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def room(settings: object, tmp_path: Path) -> Iterator[Path]:
    settings.VAR_DIR = tmp_path
    kept.forget()
    yield tmp_path / "whatif"
    kept.forget()


def look(**more: object) -> kept.Photo:
    return kept.photo(AREA, DAY, SERVICES, law.book(), **more)


def same(one: kept.Photo, other: kept.Photo) -> bool:
    """Whether rules would be told the same of the same people; a column of nothing but defaults may be absent."""
    a, b = one.people, other.people
    for mine, theirs in ((a.households, b.households), (a.persons, b.persons)):
        facts = {fact.name: fact.default for name in SERVICES for fact in law.facts_of(name)}
        names = sorted({*mine.columns, *theirs.columns})
        full = [
            f.with_columns(pl.lit(facts[n]).alias(n) for n in names if n not in f.columns).select(names).sort(names)
            for f in (mine, theirs)
        ]
        if not full[0].equals(full[1]):
            return False
    return (a.roll, a.wrong, a.told) == (b.roll, b.wrong, b.told)


def earns(home: Household, fen: int) -> None:
    with acting("测试"):
        change_facts(home, home.head, {"wage_month": fen}, on=date(2026, 10, 1), source="测试")


def test_what_is_written_since_is_read_again_and_nothing_else(
    land: dict, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = look()
    assert (len(first.people), first.people.roll["dibao"]) == (2, (2, 101_000))
    read: list = []
    whole = kept.asked_in
    monkeypatch.setattr(kept, "asked_in", lambda *asked: (read.append(asked[3:]), whole(*asked))[1])
    assert look().people.persons.equals(first.people.persons) and read == []
    earns(land["here"], 123_400)
    county.household(county.person("赵新来", 40), area=county.WELL)
    now = look()
    assert read[0][0][0] == land["here"].pk and len(read[0][0]) == 2
    assert 123_400 in now.people.persons["wage_month"].to_list() and len(now.people) == 3
    assert now.taken > first.taken and same(now, look(anew=True))


def test_another_process_opens_the_sealed_file(land: dict, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = look()
    (file,) = room.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and b"household_id" not in file.read_bytes()
    kept.forget()
    monkeypatch.setattr(kept, "_whole", lambda *_: pytest.fail("everybody was read although they are kept"))
    earns(land["there"], 77_700)
    assert kept.at_hand(AREA, DAY, SERVICES, law.book())
    opened = look()
    assert 77_700 in opened.people.persons["wage_month"].to_list()
    assert opened.people.households.equals(first.people.households)
    assert not {"name", "person_id", "id_number"} & set(opened.people.persons.columns)


def test_another_day_other_facts_and_a_broken_file_read_everybody(land: dict, room: Path) -> None:
    look()
    assert not kept.at_hand(AREA, date(2026, 11, 21), SERVICES, law.book())
    assert not kept.at_hand(AREA, DAY, ["dibao"], law.book())
    look()
    (file,) = room.iterdir()
    file.write_bytes(file.read_bytes()[:-5])
    kept.forget()
    assert not kept.at_hand(AREA, DAY, SERVICES, law.book())
    assert len(look().people) == 2 and kept.at_hand(AREA, DAY, SERVICES, law.book())


def test_what_may_yet_be_taken_back_is_not_kept(land: dict, room: Path) -> None:
    look()
    with transaction.atomic():
        earns(land["here"], 999_900)
        assert 999_900 in look().people.persons["wage_month"].to_list()
        transaction.set_rollback(True)
    assert "wage_month" not in look().people.persons.columns
