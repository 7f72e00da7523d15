"""The gate before every page: closed by default, opened by name.

A view says with `@opens(PERMISSION)` who may enter; a view that says nothing is refused for everyone, so that a
forgotten line shows as a closed door and never as an open one. Requests that write run as one transaction in the
name of whoever is signed in. Programs come with `Authorization: Bearer` and a token instead of a session.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse

from anmin.kernel.access.api import Denied, User, behind, carry_on, user_of, user_of_token
from anmin.kernel.access.declare import PUBLIC, Permission
from anmin.kernel.audit.api import acting

SAFE = ("GET", "HEAD", "OPTIONS")
API = "/api/"
BEFORE_A_NEW_PASSWORD = ("password", "logout")  # what a first password opens
BEFORE_A_SECOND_FACTOR = (*BEFORE_A_NEW_PASSWORD, "my-second")  # what a post that asks for one opens without it


def opens(permission: Permission) -> Callable:
    """Declares who may enter a view."""

    def mark(view: Any) -> Callable:
        view.permission = permission
        return view

    return mark


def permission_of(view: Callable) -> Permission | None:
    """The declared permission of a view, whether a function or a class's `as_view()`."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)


class Gate:
    """Django middleware; stands after authentication."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.by_token = request.path.startswith(API) and "Authorization" in request.headers
        request.who = _by_token(request) if request.by_token else _by_session(request)
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method in SAFE and not request.path.startswith(API):
            return _only_sent(request)
        return answer

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        permission = permission_of(view)
        if permission is PUBLIC:
            return None
        if request.who is None:
            return _ask_to_sign_in(request)
        here = request.resolver_match.url_name
        if request.who.account.must_change and not request.by_token and here not in BEFORE_A_NEW_PASSWORD:
            return _ask_first(request, "password", "初始密码须先在网页上改成自己的密码。")
        if not request.by_token and request.session.get("enrol") and here not in BEFORE_A_SECOND_FACTOR:
            return _ask_first(request, "my-second", "您的岗位要求两步验证，请先在网页上开启。")
        try:
            if permission is None:
                raise Denied(f"页面 {request.path} 没有声明权限，一律不开放。")
            request.who.require(permission)
            if request.method in SAFE:
                return None
            if request.path.startswith(API) and not request.by_token:
                raise Denied("接口的写入须用令牌：在请求头里加 Authorization: Bearer …。")
            with acting(request.who.actor, request=f"{request.method} {request.path}"):
                return view(request, *args, **kwargs)
        except Denied as error:
            return self.process_exception(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Views of reading requests refuse with `Denied` too."""
        if not isinstance(error, Denied):
            return None
        if request.path.startswith(API):
            return JsonResponse({"detail": str(error)}, status=403, json_dumps_params={"ensure_ascii": False})
        return render(request, "denied.html", {"message": str(error)}, status=403)


def _by_session(request: HttpRequest) -> User | None:
    if account := behind(request.session):
        request.user = account
    if not request.user.is_authenticated:
        return None
    if carry_on(request.session):
        return user_of(request.user)
    request.session.flush()
    request.user = AnonymousUser()
    messages.info(request, "离开太久或登录已满一个工作日，为安全已自动退出。请重新登录。")
    return None


def _by_token(request: HttpRequest) -> User | None:
    kind, _, secret = request.headers["Authorization"].partition(" ")
    return user_of_token(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API):
        said = {"detail": "没有登录，或令牌无效、过期、已作废。请用 Authorization: Bearer 加有效的令牌。"}
        answer = JsonResponse(said, status=401, json_dumps_params={"ensure_ascii": False})
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("login")})
    # Where a form was sent, its page is shown again after signing in; a GET of a POST address would lead nowhere.
    return redirect_to_login(request.get_full_path() if request.method in SAFE else _came_from(request))


def _came_from(request: HttpRequest) -> str:
    """The page of this site on which a form was filled in."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path


def _only_sent(request: HttpRequest) -> HttpResponse:
    """Opened by hand, bookmarked or loaded again: an address that only takes forms. The page it belongs to is named."""
    parts = request.path.strip("/").split("/")
    above = ("/" + "/".join(parts[:length]) + "/" for length in range(len(parts) - 1, 0, -1))
    page = next(filter(is_valid_path, above), reverse("desk"))
    return render(request, "only_sent.html", {"page": page}, status=405)


def _ask_first(request: HttpRequest, page: str, why: str) -> HttpResponse:
    """A password that somebody else knows, or one alone where two steps are asked, opens nothing but the way to mend it."""
    if request.path.startswith(API):
        return JsonResponse({"detail": why}, status=403, json_dumps_params={"ensure_ascii": False})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(page)})
    return redirect(page)
