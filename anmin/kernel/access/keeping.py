"""What a system keeper may do with accounts and posts. Every function runs inside `audit.acting`.

A keeper keeps the accounts of one area, appoints inside it only, and never touches the own account; whoever holds
more than the keeper keeps is out of reach too, since a new password would open it.
"""

import re
import secrets
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from anmin.kernel.access.accounts import give_post, lock, reset_password, unlock
from anmin.kernel.access.declare import DUTIES_APART, KEEPER, ROLES, SEE_ACCOUNTS, STAFF, Denied
from anmin.kernel.access.models import Account, Post
from anmin.kernel.places.api import area_names, codes, within

if TYPE_CHECKING:
    from anmin.kernel.access.api import User

TELEPHONE = re.compile(r"\+?[\d -]{5,20}")
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without what looks alike on paper
BELOW_TOWN, BELOW_COUNTY = ("R2",), ("R2", "R3", "R4", "R5")


class Together(ValueError):
    """A post would make one person hold duties that are kept apart; `why` are the sentences."""

    def __init__(self, why: list[str]) -> None:
        super().__init__("；".join(why))
        self.why = why


def kept(who: "User") -> QuerySet[Account]:
    """Accounts that a user may see: those that belong to their areas, and those that hold or held a post inside."""
    posted = Post.objects.filter(who.scope(SEE_ACCOUNTS)).values("account")
    return Account.objects.filter(who.scope(SEE_ACCOUNTS) | Q(pk__in=posted))


def why_not_kept(who: "User", account: Account) -> str:
    """Why the user may not change this account; "" where they may."""
    if not who.may(KEEPER):
        return "只有系统管理员能改动账号。"
    if account.pk == who.account.pk:
        return "不能改动自己的账号，请由另一名系统管理员办理；改密码请用右上角的“我的账号”。"
    posts = list(_open_posts(account, timezone.localdate()))
    home = account.area or (posts[0].area if posts and not account.is_keeper else "")
    if not who.may(KEEPER, home):
        return "这个账号不属于您管理的区划。"
    wider = [post for post in posts if not who.may(KEEPER, post.area)]
    if wider:
        return f"这个账号还担任您管理范围以外的岗位（{told(wider)}），须由上一级的系统管理员办理。"
    return ""


def require_kept(who: "User", account: Account) -> None:
    """Raises Denied in words."""
    if why := why_not_kept(who, account):
        raise Denied(why)


def new_account(who: "User", *, username: str, name: str, area: str, phone: str = "", keeper: bool = False) -> Account:
    """An account without password, for which a first one is given next. Raises Denied, ValueError in words."""
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise ValueError("登录名用 2 至 30 个小写字母、数字、点、横线，以字母开头，例如 wangjian。")
    who.require(KEEPER, area)
    _check_telephone(phone)
    if Account.objects.filter(username=username).exists():
        raise ValueError(f"登录名“{username}”已有人用，请换一个，例如加上数字。")
    account = Account(username=username, name=name, phone=phone, area=area, is_keeper=keeper, must_change=True)
    account.set_unusable_password()
    account.save()
    return account


def rename(who: "User", account: Account, *, name: str, phone: str) -> None:
    """The name and telephone of an account put right."""
    require_kept(who, account)
    _check_telephone(phone)
    account.name, account.phone = name, phone
    account.save(update_fields=["name", "phone"])


def _check_telephone(phone: str) -> None:
    if phone and not TELEPHONE.fullmatch(phone):
        raise ValueError("电话请只写数字，例如 13812345678 或 0555-6120001。")


def clashes(account: Account, role: str, area: str, since: date) -> list[str]:
    """Why this post should not be added to those the account holds from `since` on: one person would be both."""
    new = Post(account=account, role=role, area=area)
    pairs = [(post, duties_together([post, new])) for post in _open_posts(account, since)]
    return [f"{account.name}已担任{told([post])}：{'；'.join(why)}" for post, why in pairs if why]


def duties_together(posts: list[Post]) -> list[str]:
    """Which duties that are kept apart lie with one person over one place, as sentences."""
    pairs = [
        (one.role, other.role)
        for one in posts
        for other in posts
        if codes.covers(one.area, other.area) or codes.covers(other.area, one.area)
    ]
    return [
        apart.sentence
        for apart in DUTIES_APART
        if any(one in apart.some and other in apart.others for one, other in pairs)
    ]


def appoint(who: "User", account: Account, role: str, area: str, *, since: date, sure: bool = False) -> Post:
    """A post from `since` on. Raises Denied, ValueError in words, and `Together` unless the keeper is `sure`."""
    _require_other(who, account)
    who.require(KEEPER, area)
    if account.is_keeper:
        raise ValueError("系统管理账号只管账号和参数，不兼业务岗位。请为本人另设业务账号，或改由别人担任系统管理。")
    if account.left_on:
        raise ValueError(f"{account.name}已于 {account.left_on} 离任。要重新任用，请先恢复账号。")
    if why := misplaced(role, area):
        raise ValueError(why)
    if not sure and (why := clashes(account, role, area, since)):
        raise Together(why)
    return give_post(account, role, area, since=since)


def misplaced(role: str, area: str) -> str:
    """Why a role cannot be held over a place of this level; "" where it can."""
    if role not in STAFF:
        return f"没有“{role}”这个角色。可用：{'、'.join(f'{r} {ROLES[r]}' for r in STAFF)}。"
    place = codes.level(area)
    if place == "village" and role not in BELOW_TOWN:
        return f"{ROLES[role]}的岗位要设在乡镇（街道）或县，不能设在村（社区）。"
    if place == "town" and role not in BELOW_COUNTY:
        return f"{ROLES[role]}的岗位要设在县，不能设在乡镇（街道）。"
    return ""


def finish_post(who: "User", post: Post, *, until: date) -> None:
    """Ends a post: on `until` it is no longer held. It stays on record. Raises Denied, ValueError in words."""
    _require_other(who, post.account)
    who.require(KEEPER, post.area)
    if post.until is not None and post.until <= until:
        raise ValueError(f"这个岗位已于 {post.until} 免去。")
    if until < post.since:
        raise ValueError(f"免去的日期不能早于任职日期 {post.since}。")
    post.until = until
    post.save(update_fields=["until"])


def give_first_password(who: "User", account: Account) -> str:
    """A password that is told once and must be changed at the first sign-in. Whoever was signed in is signed out."""
    require_kept(who, account)
    if account.left_on:
        raise ValueError(f"{account.name}已离任，不发密码。")
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    reset_password(account, password)
    account.must_change = True
    account.save(update_fields=["must_change"])
    unlock(account) if account.is_active else None
    return password


def switch_off(who: "User", account: Account) -> None:
    """The account can no longer sign in; its posts stay."""
    require_kept(who, account)
    lock(account)


def switch_on(who: "User", account: Account) -> None:
    """The account may sign in again: switched on, free of the wait after wrong passwords, no longer told as left."""
    require_kept(who, account)
    if account.left_on:
        account.left_on = None
        account.save(update_fields=["left_on"])
    unlock(account)


def leave(who: "User", account: Account, *, on: date) -> list[Post]:
    """Somebody has left: posts end on that day, the account is switched off. Returns the posts that ended."""
    require_kept(who, account)
    if on > timezone.localdate():
        raise ValueError("离任日期不能晚于今天。将来离任的，到日子再办；可以先免去岗位并写明日期。")
    ended = list(account.posts.filter(Q(until__isnull=True) | Q(until__gt=on)))
    for post in ended:
        post.until = max(on, post.since)
        post.save(update_fields=["until"])
    lock(account)
    account.left_on = on
    account.save(update_fields=["left_on"])
    return ended


def successors(account: Account, who: "User", on: date) -> list[Account]:
    """Who could take over: those in the keeper's area who hold one of the account's roles over one of its places."""
    held = list(account.posts.all())
    rows = Post.objects.filter(who.scope(SEE_ACCOUNTS), role__in={post.role for post in held})
    rows = rows.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))
    near = within([post.area for post in held]) | Q(area__in={code for post in held for code in codes.chain(post.area)})
    found = rows.filter(near, account__is_active=True).exclude(account=account).select_related("account")
    return sorted({post.account for post in found}, key=lambda each: (each.name, each.pk))


def told(posts: list[Post]) -> str:
    """Posts in words: 孔溪乡乡镇经办、…"""
    names = area_names({post.area for post in posts})
    return "、".join(f"{names.get(post.area, post.area)}{ROLES[post.role]}" for post in posts)


def _open_posts(account: Account, day: date) -> QuerySet[Post]:
    """Posts held on `day` or later."""
    return account.posts.filter(Q(until__isnull=True) | Q(until__gt=day)).order_by("since", "pk")


def _require_other(who: "User", account: Account) -> None:
    if account.pk == who.account.pk:
        raise Denied("不能给自己任免岗位，请由另一名系统管理员办理。")
