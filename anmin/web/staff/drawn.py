"""The list of accounts as the page and its export show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateTimeField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils import timezone

from anmin.kernel.access.api import ROLES, Account, Post, User, kept, locked_until
from anmin.kernel.access.declare import SEE_ACCOUNTS
from anmin.kernel.audit.api import Entry
from anmin.kernel.flow.api import answering, cases_held
from anmin.kernel.places.api import codes, within
from anmin.web.rows.forms import areas_to_choose
from anmin.web.rows.places import place_names

SIZE = 50
STATES = {
    "here": "在用", "never": "从未登录", "locked": "输错密码锁定", "off": "已停用", "left": "已离任", "postless": "没有岗位",
    "stranded": "已不在岗而有案件", "keeper": "系统管理",
}  # fmt: skip
TONES = {"never": "due", "locked": "bad", "off": "bad", "left": "quiet", "postless": "due", "first": "due"}


@dataclass(frozen=True)
class Row:
    """One account in words. `states` are (tone, label); `posts` those held now or later."""

    account: Account
    posts: tuple[str, ...]
    place: str
    states: tuple[tuple[str, str], ...]
    last_login: datetime | None
    cases: int


@dataclass(frozen=True)
class Asked:
    """What the reader asked for."""

    text: str = ""
    area: str = ""
    role: str = ""
    state: str = ""
    after: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        text, area, role, state, after = (
            given.get(name, "").replace("\0", "").strip()[:60] for name in ("q", "area", "role", "state", "after")
        )
        area = area if area.isascii() and area.isdigit() and len(area) == 12 else ""
        return cls(text, area, role if role in ROLES else "", state if state in STATES else "", after)

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.area or self.role or self.state)


def found(who: User, asked: Asked, today: date) -> QuerySet[Account]:
    """Accounts that fit, by login name, each with the moment of its last sign-in."""
    rows = kept(who).annotate(last_login_at=_last("login"))
    if asked.text:
        rows = rows.filter(
            Q(name__icontains=asked.text) | Q(username__icontains=asked.text) | Q(phone__startswith=asked.text)
        )
    if asked.role or asked.area:
        posts = _held(today)
        posts = posts.filter(role=asked.role) if asked.role else posts
        posts = posts.filter(within([asked.area])) if asked.area else posts
        fits = Q(pk__in=posts.values("account"))
        rows = rows.filter(fits if asked.role else fits | within([asked.area]))
    return _in_state(rows, asked.state, today).order_by("username")


def _in_state(rows: QuerySet[Account], state: str, today: date) -> QuerySet[Account]:
    match state:
        case "here":
            return rows.filter(is_active=True)
        case "never":
            return rows.filter(is_active=True, last_login_at=None)
        case "locked":
            return rows.filter(username__in=locked_until(rows.values_list("username", flat=True)))
        case "off":
            return rows.filter(is_active=False, left_on=None)
        case "left":
            return rows.filter(left_on__isnull=False)
        case "postless":
            return rows.filter(~_holding(today), is_keeper=False, left_on=None)
        case "stranded":
            return rows.filter(Q(pk__in=answering()) & (Q(is_active=False) | ~_holding(today)))
        case "keeper":
            return rows.filter(is_keeper=True)
    return rows


def _held(today: date) -> QuerySet[Post]:
    return Post.objects.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gt=today))


def _holding(today: date) -> Exists:
    return Exists(_held(today).filter(account=OuterRef("pk")))


def stranded(who: User, today: date) -> int:
    """How many accounts answer for open cases and are no longer there to do so."""
    return _in_state(kept(who), "stranded", today).count()


def _last(kind: str) -> Subquery:
    """The moment of the newest such event of an account."""
    key = Cast(OuterRef("pk"), TextField())
    rows = Entry.objects.filter(subject="access_account", key=key, kind=kind).order_by("-id")
    return Subquery(rows.values("at")[:1], output_field=DateTimeField())


def drawn(accounts: QuerySet[Account], today: date) -> list[Row]:
    """The rows in words, in five queries however many they are."""
    live = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=today)).order_by("since", "pk")
    listed = list(accounts.prefetch_related(Prefetch("posts", live, to_attr="live")))
    names = place_names({each.area for each in listed if each.area} | {p.area for a in listed for p in a.live})
    locked = locked_until(each.username for each in listed)
    cases = cases_held([each.pk for each in listed])
    return [
        Row(
            each,
            tuple(post_in_words(post, names, today) for post in each.live),
            names.get(each.area, each.area) if each.area else "整个系统" if each.is_keeper else "",
            tuple(states_of(each, each.last_login_at, locked.get(each.username), each.live)),
            each.last_login_at,
            cases.get(each.pk, 0),
        )
        for each in listed
    ]


def post_in_words(post: Post, names: dict[str, str], today: date) -> str:
    """乡镇经办 · 孔溪乡, and from when where it begins later."""
    later = f"（{post.since} 起）" if post.since > today else f"（{post.until} 止）" if post.until else ""
    return f"{ROLES[post.role]} · {names.get(post.area, post.area)}{later}"


def states_of(
    account: Account, last_login: datetime | None, locked: datetime | None, live: Iterable[Post]
) -> Iterable[tuple[str, str]]:
    """What there is to say of an account, each with its tone."""
    if account.left_on:
        yield "quiet", f"{account.left_on} 离任"
        return
    if account.is_keeper:
        yield "good", STATES["keeper"]
    if not account.is_active:
        yield "bad", STATES["off"]
    if locked:
        yield "bad", f"输错密码，锁定到 {timezone.localtime(locked):%H:%M}"
    if not account.has_usable_password():
        yield "due", "还没有密码"
    elif last_login is None:
        yield "due", STATES["never"]
    elif account.must_change:
        yield "due", "须改初始密码"
    if not account.is_keeper and not list(live):
        yield "due", STATES["postless"]


def places_to_choose(who: User, permission: object = SEE_ACCOUNTS) -> dict[str, str]:
    """Counties, townships and villages in which the user sees (or keeps) accounts."""
    return areas_to_choose(who.scope(permission, "code"), (1, 2, 3, 4, 5))


def towns_to_choose(who: User) -> dict[str, str]:
    """The same down to townships, to filter by."""
    places = places_to_choose(who)
    return {code: name for code, name in places.items() if codes.level(code) != "village"}
