"""Where an account is signed in, how long that lasts, and until when it is locked after wrong passwords.

A session says itself when it began and was last used; that is noted every few minutes only, so that ordinary requests
cost no query. Whose it is stands inside, so the live ones are read to find an account's own: some hundreds in a county.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Max, Sum
from django.utils import timezone

from anmin.kernel.access.models import Account
from anmin.kernel.access.signing_in import SessionStore

NOTED_EVERY = 300  # seconds


@dataclass(frozen=True)
class SignedIn:
    """One place where an account is signed in. `handle` names it without opening it, as its key would."""

    handle: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    agent: str
    key: str


def begin(session: SessionBase, *, address: str, agent: str) -> None:
    """Notes in a session that somebody has just signed in from there."""
    now = int(timezone.now().timestamp())
    session.update({"began": now, "seen": now, "address": address, "agent": agent[:300]})
    session.set_expiry(settings.SESSION_IDLE)


def carry_on(session: SessionBase) -> bool:
    """Whether the session still holds: neither left idle nor older than a working day. Writes every few minutes."""
    now = int(timezone.now().timestamp())
    began, seen = session.get("began", now), session.get("seen", 0)
    left = began + settings.SESSION_COOKIE_AGE - now
    if left <= 0 or (seen and now - seen > settings.SESSION_IDLE):
        return False
    if now - seen >= NOTED_EVERY:
        session.update({"began": began, "seen": now})
        session.set_expiry(min(settings.SESSION_IDLE, left))
    return True


def sessions_of(account: Account) -> list[SignedIn]:
    """Where the account is signed in now, last used first."""
    found = []
    for row in Session.objects.filter(expire_date__gt=timezone.now()):
        told = SessionStore().decode(row.session_data)
        if told.get(SESSION_KEY) == str(account.pk):
            began, seen = (_moment(told.get(name)) or row.expire_date for name in ("began", "seen"))
            over = min(row.expire_date, began + timedelta(seconds=settings.SESSION_COOKIE_AGE))
            place = told.get("address", ""), agent_in_words(told.get("agent", ""))
            found.append(SignedIn(handle_of(row.session_key), began, seen, over, *place, row.session_key))
    return sorted(found, key=lambda each: each.seen_at, reverse=True)


def end_sessions(sessions: Iterable[SignedIn]) -> int:
    """Signs out there; returns how many ended."""
    return Session.objects.filter(session_key__in=[each.key for each in sessions]).delete()[0]


def handle_of(key: str | None) -> str:
    """The name of a session on pages."""
    return hashlib.new("sm3", (key or "").encode()).hexdigest()[:16]


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


SYSTEMS = ("Android", "iPhone", "iPad", "HarmonyOS", "Windows", "Mac OS", "Linux")
BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "微信"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def agent_in_words(agent: str) -> str:
    """Chrome · Windows, from what a browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent[:40] or "未知浏览器"


def locked_until(usernames: Iterable[str]) -> dict[str, datetime]:
    """Until when signing in is locked after wrong passwords, by login name; those that are not locked are left out."""
    from axes.helpers import get_cool_off
    from axes.models import AccessAttempt

    wait = get_cool_off() or timedelta()
    since = {"username__in": list(usernames), "attempt_time__gt": timezone.now() - wait}
    rows = AccessAttempt.objects.filter(**since).order_by().values("username", "ip_address")
    wrong = rows.annotate(times=Sum("failures_since_start"), last=Max("attempt_time"))
    locked = wrong.filter(times__gte=settings.AXES_FAILURE_LIMIT).order_by("last")
    return {username: last + wait for username, last in locked.values_list("username", "last")}
