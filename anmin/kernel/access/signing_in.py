"""Who stands behind a session. Asked before every page, so it is one short question, written out in SQL.

The account with its posts is kept in this process, each time for one mark of `access_standing`, which every commit
that changes accounts or posts moves on: a post taken away is gone with the next page, as if it were read each time.
"""

import json
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from anmin.kernel.access.models import Account, Post

ACCOUNT = [field.attname for field in Account._meta.concrete_fields]
POST = [field.attname for field in Post._meta.concrete_fields]
HELD = "p.since <= %(today)s AND (p.until IS NULL OR p.until > %(today)s)"
THEIRS = ", ".join([*(f"a.{name}" for name in ACCOUNT), *(f"p.{name}" for name in POST)])
BEHIND = f"""
    SELECT {THEIRS} FROM access_account a LEFT JOIN access_post p ON p.account_id = a.id AND {HELD}
    WHERE a.id = %(account)s AND a.is_active ORDER BY p.id"""
SESSION = """
    SELECT session_data, (SELECT mark FROM access_standing) FROM django_session
    WHERE session_key = %s AND expire_date > %s"""
OF_ACCOUNT = f"""
    SELECT {", ".join(f"p.{name}" for name in POST)} FROM access_post p
    WHERE p.account_id = %(account)s AND {HELD} ORDER BY p.id"""


class Backend(ModelBackend):
    """Passwords as Django checks them; the account comes with the posts that it holds today."""

    def get_user(self, user_id: int) -> Account | None:
        """The account behind a session, unless it was switched off."""
        return _read(user_id, timezone.localdate())


class SessionStore(db.SessionStore):
    """Sessions in the database as JSON, each read together with the mark of what is kept of accounts."""

    mark: int | None = None

    def load(self) -> dict:
        """What the session holds; nothing where it ended."""
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        data, self.mark = found
        return self.decode(data)

    def encode(self, session_dict: dict) -> str:
        """Plain JSON, which the database reads too; who may write there needs no signature to write an account."""
        return json.dumps(session_dict)

    def decode(self, session_data: str) -> dict:
        """What `encode` wrote, or an older version signed."""
        return json.loads(session_data) if session_data.startswith("{") else super().decode(session_data)


def behind(session: SessionBase) -> Account | None:
    """The account of a session that was signed in with its password of now, else None: Django finds out why."""
    if session.get(BACKEND_SESSION_KEY) != f"{Backend.__module__}.{Backend.__qualname__}":
        return None
    account, seal = _known(int(session[SESSION_KEY]), timezone.localdate(), getattr(session, "mark", None))
    return copy(account) if account and constant_time_compare(session.get(HASH_SESSION_KEY, ""), seal) else None


def _known(account: int, day: date, mark: int | None) -> tuple[Account | None, str]:
    """An account and what its sessions are signed with. Inside a transaction nothing is kept: what that changed is marked
    when it ends."""
    return _sealed(account, day) if mark is None or connection.in_atomic_block else _of_mark(account, day, mark)


@lru_cache(maxsize=5_000)
def _of_mark(account: int, day: date, _mark: int) -> tuple[Account | None, str]:
    return _sealed(account, day)


def _sealed(account: int, day: date) -> tuple[Account | None, str]:
    found = _read(account, day)
    return found, found.get_session_auth_hash() if found else ""


def _read(account: int, day: date) -> Account | None:
    """An active account with the posts that it holds on a day."""
    with connection.cursor() as cursor:
        cursor.execute(BEHIND, {"account": account, "today": day})
        return _account(cursor.fetchall())


def posts_of(account: int, day: date) -> tuple[Post, ...]:
    """The posts that an account holds on a day."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ACCOUNT, {"account": account, "today": day})
        return tuple(map(_post, cursor.fetchall()))


def _account(rows: list[tuple[Any, ...]]) -> Account | None:
    """An account from its columns and those of its posts, one row each."""
    if not rows:
        return None
    account = Account.from_db(connection.alias, ACCOUNT, rows[0][: len(ACCOUNT)])
    account.held = tuple(_post(row[len(ACCOUNT) :]) for row in rows if row[len(ACCOUNT)] is not None)
    return account


def _post(row: tuple) -> Post:
    return Post.from_db(connection.alias, POST, row)
