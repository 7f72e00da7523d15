"""Who stands behind a session. Asked before every page, so it is one question, written out in SQL."""

import json
from datetime import date
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
SESSION = f"""
    SELECT s.session_data, {THEIRS} FROM django_session s
    LEFT JOIN access_account a ON a.is_active
    AND a.id = CASE WHEN s.session_data LIKE '{{%%' THEN (s.session_data::json ->> '{SESSION_KEY}')::bigint END
    LEFT JOIN access_post p ON p.account_id = a.id AND {HELD}
    WHERE s.session_key = %(key)s AND s.expire_date > %(now)s ORDER BY p.id"""
OF_ACCOUNT = f"""
    SELECT {", ".join(f"p.{name}" for name in POST)} FROM access_post p
    WHERE p.account_id = %(account)s AND {HELD} ORDER BY p.id"""


class Backend(ModelBackend):
    """Passwords as Django checks them; the account comes with the posts that it holds today."""

    def get_user(self, user_id: int) -> Account | None:
        """The account behind a session, unless it was switched off."""
        with connection.cursor() as cursor:
            cursor.execute(BEHIND, {"account": user_id, "today": timezone.localdate()})
            return _account(cursor.fetchall())


class SessionStore(db.SessionStore):
    """Sessions in the database as JSON, each read together with the account behind it and its posts."""

    behind: Account | None = None

    def load(self) -> dict:
        """What the session holds; nothing where it ended."""
        with connection.cursor() as cursor:
            cursor.execute(SESSION, {"key": self.session_key, "now": timezone.now(), "today": timezone.localdate()})
            rows = cursor.fetchall()
        if not rows:
            self._session_key = None
            return {}
        self.behind = _account([row[1:] for row in rows if row[1] is not None])
        return self.decode(rows[0][0])

    def encode(self, session_dict: dict) -> str:
        """Plain JSON, which the database reads too; who may write there needs no signature to write an account."""
        return json.dumps(session_dict)

    def decode(self, session_data: str) -> dict:
        """What `encode` wrote, or an older version signed."""
        return json.loads(session_data) if session_data.startswith("{") else super().decode(session_data)


def behind(session: SessionBase) -> Account | None:
    """The account that was read with a session and signed in with its password of now, else None: Django finds out why."""
    signed = session.get(HASH_SESSION_KEY, "")
    account = getattr(session, "behind", None)
    if account is None or session.get(BACKEND_SESSION_KEY) != f"{Backend.__module__}.{Backend.__qualname__}":
        return None
    return account if constant_time_compare(signed, account.get_session_auth_hash()) else None


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
