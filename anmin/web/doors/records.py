"""Logins, logouts and failed attempts become events of the sealed chain; a session says where it began."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from anmin.kernel.access.api import Account, begin, second_of, second_required, user_of
from anmin.kernel.audit.api import Actor, record


def place_of(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR", "") if request else ""


@receiver(user_logged_in)
def note_login(sender: object, request: HttpRequest | None, user: Account, **_: object) -> None:
    if request is not None and hasattr(request, "session"):
        begin(request.session, address=place_of(request), agent=request.META.get("HTTP_USER_AGENT", ""))
        request.session["enrol"] = second_required(user_of(user), timezone.localdate()) and second_of(user) is None
    record("login", "access_account", user.pk, actor=Actor(user.pk, user.name), address=place_of(request))


@receiver(user_logged_out)
def note_logout(sender: object, request: HttpRequest | None, user: Account | None, **_: object) -> None:
    if user is not None:
        record("logout", "access_account", user.pk, actor=Actor(user.pk, user.name), address=place_of(request))


@receiver(user_login_failed)
def note_failure(sender: object, credentials: dict, request: HttpRequest | None = None, **_: object) -> None:
    name = str(credentials.get("username", ""))[:60]
    record("login_failed", "access_account", name, actor=f"登录名 {name}", address=place_of(request))
