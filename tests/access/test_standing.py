"""What is kept of an account between two pages is as fresh as the last commit."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anmin.kernel.access.api import Account, Post, behind, open_account
from anmin.kernel.access.signing_in import SessionStore
from anmin.kernel.audit.api import acting
from tests.toy import STONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key() -> str:
    """A session of a township officer who has just opened a page."""
    with acting("测试"):
        account = open_account(username="keep", name="覃玉兰", password="anmin-2026-keep")
        Post.objects.create(account=account, role="R4", area=STONE, since=date(2020, 1, 1))
    client = Client()
    client.force_login(account, backend="anmin.kernel.access.signing_in.Backend")
    behind(SessionStore(client.session.session_key))
    return client.session.session_key


def test_a_page_asks_once_while_nothing_changes(key):
    with CaptureQueriesContext(connection) as asked:
        account = behind(SessionStore(key))
    assert account.name == "覃玉兰" and [post.role for post in account.held] == ["R4"]
    assert len(asked) == 1


def test_what_a_page_does_to_its_account_stays_there(key):
    behind(SessionStore(key)).name = "别人"
    assert behind(SessionStore(key)).name == "覃玉兰"


def test_a_post_that_ends_is_gone_with_the_next_page(key):
    with acting("测试"):
        Post.objects.update(until=timezone.localdate())
    assert behind(SessionStore(key)).held == ()


def test_an_account_switched_off_or_given_another_password_signs_nobody_in(key):
    with acting("测试"):
        account = Account.objects.get(username="keep")
        account.set_password("anmin-2026-other")
        account.save()
    assert behind(SessionStore(key)) is None
    with acting("测试"):
        Account.objects.update(is_active=False)
    assert behind(SessionStore(key)) is None


def test_what_was_taken_back_is_not_kept(key):
    def roles() -> list[str]:
        return [post.role for post in behind(SessionStore(key)).held]

    with pytest.raises(LookupError), transaction.atomic(), acting("测试"):
        Post.objects.update(role="R5")
        assert roles() == ["R5"], "within its own transaction the change is seen"
        raise LookupError
    assert roles() == ["R4"]
    with acting("测试"):
        Post.objects.update(role="R6")
    assert roles() == ["R6"]
