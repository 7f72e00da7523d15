"""Every page, list and export of the demo county, asked for by every role: drawn or refused, never broken or leaked."""

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver

from anmin.kernel.access.api import Account, user_of
from anmin.kernel.flow.api import Case
from anmin.kernel.people.api import Household, Person
from anmin.kernel.screens.api import registers
from anmin.web.rows.query import visible

pytestmark = pytest.mark.django_db
BACKEND = "anmin.kernel.access.signing_in.Backend"
WHOLE_NUMBER = re.compile(rb"(?<![\dA-F])[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dX](?!\d)")
ROLES = ("cun", "jingban2", "xianzhang", "jiandu")


@pytest.fixture
def browser(county: object) -> Callable[..., Client]:
    def sign_in(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(Account.objects.get(username=name), backend=BACKEND)
        return client

    return sign_in


def addresses() -> list[str]:
    """Every address that needs no key."""

    def walk(resolver: object, before: str) -> list[str]:
        found = []
        for each in resolver.url_patterns:
            here = before + str(each.pattern)
            found += walk(each, here) if hasattr(each, "url_patterns") else [here]
        return found

    return [f"/{each}" for each in walk(get_resolver(), "") if not re.search(r"[<(^]", each) and "logout" not in each]


@pytest.mark.parametrize("name", ROLES)
def test_no_page_breaks_and_none_shows_a_whole_identity_number(browser, name: str) -> None:
    client, seen = browser(name), 0
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404, 405), (name, address, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert address.endswith(".xlsx") or not WHOLE_NUMBER.search(body), (name, address)
        seen += answer.status_code == 200
    assert seen > 5


def test_nobody_who_is_not_signed_in_gets_further_than_the_public_pages(county) -> None:
    client = Client(raise_request_exception=False)
    public = ("/", "/login/", "/healthz", "/check/", "/notices/", "/api/", "/api/openapi.json")
    for address in addresses():
        answer = client.get(address)
        if address not in public:
            refused = answer.status_code in (401, 404) or answer.headers.get("Location", "").startswith("/login/")
            assert refused, (address, answer.status_code)


def test_rows_of_another_township_are_not_there_whatever_number_is_guessed(browser) -> None:
    account = Account.objects.get(username="jingban2")
    client, who = browser("jingban2"), user_of(account)
    for name, register in registers().items():
        if not who.may(register.permission):
            continue
        mine = visible(register, who)
        others = register_rows(name).exclude(pk__in=mine.values("pk"))
        for row in others[:2]:
            for address in (f"/desk/{name}/{row.pk}/", f"/api/{name}/{row.pk}", f"/desk/{name}/{row.pk}/edit"):
                assert client.get(address).status_code in (403, 404, 405), address
        answer = client.get(f"/desk/{name}/export.xlsx")
        if answer.status_code == 200:
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert openpyxl.load_workbook(BytesIO(body)).active.max_row <= mine.count() + 3, name


def register_rows(name: str):
    """The rows of a register as the county's supervisor sees them, or none."""
    watcher = user_of(Account.objects.get(username="jiandu"))
    register = registers()[name]
    return visible(register, watcher) if watcher.may(register.permission) else Person.objects.none()


def test_pages_of_a_household_and_a_case_elsewhere_are_not_there(browser) -> None:
    client = browser("jingban2")
    home = Household.objects.exclude(area__startswith="349926100").first()
    case = Case.objects.exclude(area__startswith="349926100").first()
    person = Person.objects.exclude(area__startswith="349926100").first()
    for address in (
        f"/desk/households/{home.pk}/", f"/desk/households/{home.pk}/package", f"/desk/households/{home.pk}/package.pdf",
        f"/desk/households/{home.pk}/change", f"/desk/persons/{person.pk}/", f"/desk/persons/{person.pk}/edit",
        f"/desk/cases/{case.pk}/", f"/desk/cases/{case.pk}/receipt", f"/desk/cases/{case.pk}/papers/1.pdf",
        f"/api/cases/{case.pk}/file", f"/api/cases/{case.pk}/reckoning",
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404), address
    posted = client.post("/desk/unmask", {"what": "person", "pk": person.pk, "field": "id_number", "reason": "试试看"})
    assert posted.status_code in (400, 403, 404, 422)
