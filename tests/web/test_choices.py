"""What lists and forms offer to choose ends where the reader's area ends."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import acting
from anmin.kernel.screens.api import registers
from anmin.kernel.screens.declare import Choices, ForWhom
from anmin.kernel.targets import api as targets
from tests import toy

pytestmark = pytest.mark.django_db
MODEL = "anmin.kernel.access.signing_in.Backend"
ELSEWHERE = "349902000000"


def declared() -> Iterator[tuple[str, Choices]]:
    """Every place of every register where something is chosen."""
    for each in registers().values():
        fields = each.form.fields if each.form else ()
        for part in (*each.columns, *each.filters, *fields):
            yield f"{each.name}.{part.name}", part.choices


@pytest.fixture
def here() -> dict[str, User]:
    toy.lay_out()
    return toy.staff()


def test_choices_that_come_from_a_table_know_who_asks(here: dict[str, User]) -> None:
    for name, choices in declared():
        if callable(choices):
            with CaptureQueriesContext(connection) as queries:
                choices()
            asked = [query["sql"] for query in queries if "places_" not in query["sql"]]
            assert not asked, f"{name}: declare it as ForWhom"


def test_an_officer_is_named_only_to_the_own_county(here: dict[str, User]) -> None:
    stranger = toy.officer("R6", ELSEWHERE, "外县专干")
    officers = dict(declared())["alerts.worker_id"]
    assert isinstance(officers, ForWhom)
    theirs, ours = (" ".join(officers.named(who).values()) for who in (stranger, here["R6"]))
    assert "外县专干" in theirs and "R4员" not in theirs
    assert "R4员" in ours and "外县专干" not in ours


def test_a_list_offers_no_plan_of_another_county(here: dict[str, User]) -> None:
    with acting(here["R6"].actor):
        mine = targets.keep("云溪县2026年要点\n\n新建敬老院2所。", "a.txt", area=toy.COUNTY).plan
        theirs = targets.keep("远山县2026年要点\n\n新建敬老院3所。", "b.txt", area=ELSEWHERE).plan
    client = Client()
    client.force_login(here["R4"].account, backend=MODEL)
    page = client.get("/desk/targets/").content.decode()
    assert mine.title in page and theirs.title not in page
    refused = client.get(f"/desk/targets/?plan={theirs.pk}").content.decode()
    assert "这一项没有起作用" in refused and theirs.title not in refused
