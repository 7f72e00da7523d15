"""The door of the access room: accounts, posts, what someone may do, and where."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from anmin.kernel.access.accounts import account_named, end_post, give_post, lock, reset_password, unlock
from anmin.kernel.access.declare import PUBLIC, ROLES, SIGNED_IN, Denied, Permission
from anmin.kernel.access.keeping import (
    Together,
    appoint,
    clashes,
    duties_together,
    finish_post,
    give_first_password,
    kept,
    leave,
    new_account,
    rename,
    require_kept,
    successors,
    switch_off,
    switch_on,
    why_not_kept,
)
from anmin.kernel.access.models import Account, Post, Role, SecondFactor, SecondRequired, Token
from anmin.kernel.access.roster import staff_sheet, take_staff
from anmin.kernel.access.second import (
    WHO,
    address_of,
    begin_second,
    clear_second,
    confirm_second,
    drop_second,
    end_requirement,
    new_codes,
    new_secret,
    passes,
    require_second,
    requirements,
    second_of,
    second_required,
)
from anmin.kernel.access.sessions import SignedIn, begin, carry_on, end_sessions, handle_of, locked_until, sessions_of
from anmin.kernel.access.signing_in import behind, posts_of
from anmin.kernel.access.statements import GIVEN, Statement, Viewer, statement
from anmin.kernel.audit.api import Actor
from anmin.kernel.places.api import area_names, codes, in_force, prefix_of, within

__all__ = [
    "GIVEN",
    "ROLES",
    "WHO",
    "Account",
    "Denied",
    "Post",
    "Role",
    "SecondFactor",
    "SecondRequired",
    "SignedIn",
    "Statement",
    "Together",
    "User",
    "Viewer",
    "account_named",
    "address_of",
    "appoint",
    "begin",
    "begin_second",
    "behind",
    "carry_on",
    "clashes",
    "clear_second",
    "close_tokens",
    "confirm_second",
    "drop_second",
    "duties_together",
    "end_post",
    "end_requirement",
    "end_sessions",
    "finish_post",
    "give_first_password",
    "give_post",
    "handle_of",
    "holders",
    "kept",
    "leave",
    "lock",
    "locked_until",
    "new_account",
    "new_codes",
    "new_secret",
    "open_account",
    "open_token",
    "passes",
    "rename",
    "require_kept",
    "require_second",
    "requirements",
    "reset_password",
    "second_of",
    "second_required",
    "sessions_of",
    "staff_of",
    "staff_sheet",
    "statement",
    "successors",
    "switch_off",
    "switch_on",
    "take_staff",
    "unlock",
    "user_of",
    "user_of_token",
    "why_not_kept",
]


@dataclass
class User:
    """A signed-in account with the posts it holds today: every question of "may they?" is asked here."""

    account: Account
    posts: tuple[Post, ...]
    only: frozenset[str] | None = None  # names of the permissions that a token is limited to

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @cached_property
    def viewer(self) -> Viewer:
        """Equal for all who hold the same posts; what they see and may do is kept for it."""
        return Viewer.of(self)

    @cached_property
    def actor(self) -> Actor:
        return Actor(self.account.pk, self.account.name)

    def areas(self, *roles: str) -> list[str]:
        """Areas in which the user holds one of `roles` (any role when none is named)."""
        return [p.area for p in self.posts if not roles or p.role in roles]

    def may(self, permission: Permission, area: str | None = None) -> bool:
        """Whether the user holds `permission`, and if an area is given, there."""
        if permission in (PUBLIC, SIGNED_IN):
            return True
        if not self._covers(permission):
            return False
        held = self._held(permission)
        return bool(held) if area is None else any(area.startswith(prefix_of(each)) for each in held)

    def role_at(self, area: str, roles: tuple[str, ...]) -> str | None:
        """The first of `roles` that the user holds over `area`; none for a token, since programs move no cases."""
        if self.only is not None:
            return None
        held = {p.role for p in self.posts if area.startswith(prefix_of(p.area))}
        return next((role for role in roles if role in held), None)

    def scope(self, permission: Permission, field: str = "area") -> Q:
        """The rows of any table that the user may see under `permission`: a filter for lists, counts and exports.

        A field named `…__county` opens the whole county of each post, for what an office shares with its townships;
        one named `…__in_force` also what is set above, and holds there.
        """
        if field.endswith("__in_force"):
            return in_force(self._held(permission), field.removesuffix("__in_force"))
        if field.endswith("__county"):
            return within(self._counties(permission), field.removesuffix("__county"))
        return within(self._held(permission), field)

    def colleagues(self, permission: Permission) -> dict[int, str]:
        """Everyone at a post in the counties for which the user holds `permission`, by account: see `staff_of`."""
        return {who: told for county in self._counties(permission) for who, told in staff_of(county).items()}

    def _held(self, permission: Permission) -> list[str]:
        if not self._covers(permission):
            return []
        held = [p.area for p in self.posts if p.role in permission.roles]
        return [*held, self.account.area] if permission.keeper and self.account.is_keeper else held

    def _counties(self, permission: Permission) -> list[str]:
        return sorted({area[:6] + "000000" for area in self._held(permission)})

    def _covers(self, permission: Permission) -> bool:
        return self.only is None or permission.name in self.only

    def require(self, permission: Permission, area: str | None = None) -> None:
        if not self.may(permission, area):
            where = "，或对象不在您的辖区" if area else ""
            raise Denied(f"您的岗位没有“{permission.sentence}”的权限{where}。如有需要，请联系系统管理员调整岗位。")


def user_of(account: Account, day: date | None = None) -> User:
    """The account with its posts on `day` (today by default; as they were read with the account of this request)."""
    if day is None and account.held is not None:
        return User(account, account.held)
    return User(account, posts_of(account.pk, day or timezone.localdate()))


def user_of_token(secret: str, day: date | None = None) -> User | None:
    """Who stands behind an API token today; None for a token that is unknown, out of date or revoked."""
    today = day or timezone.localdate()
    live = Token.objects.filter(digest=_digest(secret), until__gte=today, revoked_on__isnull=True)
    token = live.filter(account__is_active=True).select_related("account").first()
    if token is None:
        return None
    user = user_of(token.account, today)
    user.only = frozenset(token.scopes)
    return user


def open_token(account: Account, *, name: str, scopes: list[str], until: date) -> str:
    """A new token, told once and never again: only its digest is kept. Runs inside `audit.acting`."""
    secret = "anmin_" + secrets.token_urlsafe(32)
    Token.objects.create(account=account, name=name, digest=_digest(secret), scopes=scopes, until=until)
    return secret


def close_tokens(username: str, name: str) -> int:
    """Revokes the tokens of an account that bear this name; returns how many were live. Runs inside `audit.acting`."""
    live = Token.objects.filter(account__username=username, name=name, revoked_on__isnull=True)
    return live.update(revoked_on=timezone.localdate())


def _digest(secret: str) -> str:
    return hashlib.new("sm3", secret.encode()).hexdigest()


def holders(role: str, area: str, day: date | None = None) -> list[Account]:
    """Who holds `role` for `area`: nearest post first, so that a township's own officer comes before the county's."""
    posts = _held_on(
        Post.objects.filter(role=role, area__in=codes.chain(area), account__is_active=True), day or timezone.localdate()
    )
    return [p.account for p in sorted(posts.select_related("account"), key=lambda p: (-len(prefix_of(p.area)), p.pk))]


def staff_of(area: str, day: date | None = None) -> dict[int, str]:
    """Everyone who holds a post inside `area` or over it, by account: name, role and place."""
    inside = Q(area__in=codes.chain(area)) | Q(area__startswith=prefix_of(area))
    posts = _held_on(Post.objects.filter(inside, account__is_active=True), day or timezone.localdate())
    rows = list(posts.order_by("account__name", "pk").values_list("account_id", "account__name", "role", "area"))
    places = area_names({place for *_, place in rows})
    told: dict[int, str] = {}
    for account, name, role, place in rows:
        told.setdefault(account, f"{name}({ROLES[role]} · {places.get(place, place)})")
    return told


def _held_on(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    return posts.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


def open_account(*, username: str, name: str, password: str, keeper: bool = False, area: str = "") -> Account:
    """A new account; posts are given separately. Runs inside `audit.acting`.

    `area` is where it belongs, for a keeper what it keeps; "" is the county of its first post, for a keeper everything.
    """
    today = timezone.localdate()
    account = Account(username=username, name=name, is_keeper=keeper, area=area, password_changed_on=today)
    account.set_password(password)
    account.save()
    return account
