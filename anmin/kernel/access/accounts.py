"""Accounts and posts changed by whoever keeps them. Every function runs inside `audit.acting`."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from anmin.kernel.access.models import Account, Post
from anmin.kernel.places.api import Office, codes, office_for


def account_named(username: str) -> Account:
    """Raises LookupError in words."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise LookupError(f"没有登录名为“{username}”的账号。")
    return account


def give_post(account: Account, role: str, area: str, *, since: date, office: Office | None = None) -> Post:
    """A post from `since`; one that is held already stays as it is. The office is the one that answers for the area."""
    held = account.posts.filter(role=role, area=area).filter(Q(until__isnull=True) | Q(until__gt=since)).first()
    if held:
        return held
    if not account.area and not account.is_keeper:
        account.area = codes.at_level(area, "county") or area
        account.save(update_fields=["area"])
    return Post.objects.create(
        account=account, role=role, area=area, since=since, office=office or office_for(area, since)
    )


def end_post(account: Account, role: str, area: str, *, until: date) -> int:
    """Ends the post on `until` (that day it is no longer held); returns how many posts ended.

    A post that would have begun later is not touched.
    """
    open_posts = account.posts.filter(role=role, area=area, since__lt=until)
    return open_posts.filter(Q(until__isnull=True) | Q(until__gt=until)).update(until=until)


def reset_password(account: Account, password: str) -> None:
    """A new password, checked against the rules. Raises ValueError in words. Sessions of the account end by themselves."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise ValueError("；".join(error.messages)) from error
    account.password = make_password(password)
    account.password_changed_on = timezone.localdate()
    account.save(update_fields=["password", "password_changed_on"])


def lock(account: Account) -> None:
    """The account can no longer sign in; what it did stays. Raises ValueError for the last one that keeps accounts."""
    others = Account.objects.filter(is_keeper=True, is_active=True).exclude(pk=account.pk)
    if account.is_keeper and not others.exists():
        raise ValueError("这是最后一个系统管理账号，停用后就没有人能管理账号了。请先另设一个。")
    account.is_active = False
    account.save(update_fields=["is_active"])


def unlock(account: Account) -> None:
    """The account may sign in again: switched on, and free of the wait after wrong passwords."""
    from axes.utils import reset

    account.is_active = True
    account.save(update_fields=["is_active"])
    reset(username=account.username)
