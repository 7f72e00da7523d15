"""The gate before every page: closed by default, opened by name.

A view says with `@opens(PERMISSION)` who may enter; a view that says nothing is refused for everyone, so that a
forgotten line shows as a closed door and never as an open one. Requests that write run as one transaction in the
name of whoever is signed in.
"""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anmin.kernel.access.api import Denied, user_of
from anmin.kernel.access.declare import PUBLIC, Permission
from anmin.kernel.audit.api import acting

SAFE = ("GET", "HEAD", "OPTIONS")


def opens(permission: Permission) -> Callable:
    """Declares who may enter a view."""

    def mark(view: Callable) -> Callable:
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
        request.who = user_of(request.user) if request.user.is_authenticated else None
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        permission = permission_of(view)
        if permission is PUBLIC:
            return None
        if request.who is None:
            return redirect_to_login(request.get_full_path())
        try:
            if permission is None:
                raise Denied(f"页面 {request.path} 没有声明权限, 一律不开放。")
            request.who.require(permission)
            if request.method in SAFE:
                return None
            with acting(request.who.actor, request=f"{request.method} {request.path}"):
                return view(request, *args, **kwargs)
        except Denied as error:
            return self.process_exception(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Views of reading requests refuse with `Denied` too."""
        if isinstance(error, Denied):
            return render(request, "denied.html", {"message": str(error)}, status=403)
        return None
