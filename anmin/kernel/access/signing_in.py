"""Who stands behind a session. Asked before every page, so its two questions are written out in SQL."""

from datetime import date

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from anmin.kernel.access.models import Account, Post

ACCOUNT = [field.attname for field in Account._meta.concrete_fields]
POST = [field.attname for field in Post._meta.concrete_fields]
HELD = "p.since <= %(today)s AND (p.until IS NULL OR p.until > %(today)s)"
BEHIND = f"""
    SELECT {", ".join(f"a.{name}" for name in ACCOUNT)}, {", ".join(f"p.{name}" for name in POST)}
    FROM access_account a LEFT JOIN access_post p ON p.account_id = a.id AND {HELD}
    WHERE a.id = %(account)s AND a.is_active ORDER BY p.id"""
OF_ACCOUNT = f"""
    SELECT {", ".join(f"p.{name}" for name in POST)} FROM access_post p
    WHERE p.account_id = %(account)s AND {HELD} ORDER BY p.id"""


class Backend(ModelBackend):
    """Passwords as Django checks them; the account comes with the posts that it holds today."""

    def get_user(self, user_id: int) -> Account | None:
        """The account behind a session, unless it was switched off."""
        with connection.cursor() as cursor:
            cursor.execute(BEHIND, {"account": user_id, "today": timezone.localdate()})
            rows = cursor.fetchall()
        if not rows:
            return None
        account = Account.from_db(connection.alias, ACCOUNT, rows[0][: len(ACCOUNT)])
        account.held = tuple(_post(row[len(ACCOUNT) :]) for row in rows if row[len(ACCOUNT)] is not None)
        return account


class SessionStore(db.SessionStore):
    """Sessions in the database, read without the detour over a model."""

    def load(self) -> dict:
        """What the session holds; nothing where it ended."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, timezone.now()],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
        return self.decode(row[0]) if row else {}


def posts_of(account: int, day: date) -> tuple[Post, ...]:
    """The posts that an account holds on a day."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ACCOUNT, {"account": account, "today": day})
        return tuple(map(_post, cursor.fetchall()))


def _post(row: tuple) -> Post:
    return Post.from_db(connection.alias, POST, row)
