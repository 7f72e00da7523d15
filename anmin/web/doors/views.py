"""Signing in and out, the password, and the page that says whether everything works."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import DisallowedHost
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import locked_until, second_of
from anmin.kernel.access.declare import PUBLIC, SIGNED_IN
from anmin.kernel.audit.api import acting
from anmin.web.doors.forms import ChangePassword, SignIn
from anmin.web.gate import opens


class Login(LoginView):
    """Counted and locked by django-axes; recorded in `records.py`."""

    template_name = "doors/login.html"
    authentication_form = SignIn
    redirect_authenticated_user = True
    permission = PUBLIC

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A stronger password digest is stored on login after an upgrade: a write that needs a name."""
        with acting("登录"):
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignIn) -> HttpResponse:
        """Who has a second factor is signed in by it, not by the password alone."""
        account = form.get_user()
        if second_of(account) is None:
            return super().form_valid(form)
        self.request.session["second"] = {
            "account": account.pk,
            "backend": account.backend,
            "hash": account.get_session_auth_hash(),
            "next": self.get_success_url(),
            "at": int(timezone.now().timestamp()),
        }
        return redirect("login-second")

    def get_context_data(self, **context: object) -> dict:
        return super().get_context_data(demo=demo_accounts(), **context)


class Logout(LogoutView):
    """Only by POST, so that no link signs anyone out."""

    permission = SIGNED_IN


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """What django-axes answers while a login name is locked: until when, and what to do."""
    name = str((credentials or {}).get("username") or request.POST.get("username", ""))[:60]
    told = {"username": name, "until": locked_until([name]).get(name), "times": settings.AXES_FAILURE_LIMIT}
    return render(request, "access/locked.html", told, status=429)


def demo_accounts() -> dict | None:
    """Accounts of the demo county, as its loader leaves them in `var/demo.json`; none in a real installation."""
    path = Path(settings.VAR_DIR) / "demo.json"
    return json.loads(path.read_text("utf8")) if path.exists() else None


@opens(SIGNED_IN)
def password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password; other sessions of the account end."""
    form = ChangePassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = form.save(commit=False)
        account.must_change = False
        account.password_changed_on = timezone.localdate()
        account.save()
        update_session_auth_hash(request, account)
        messages.success(request, "密码已修改，其他地方的登录已退出。")
        return redirect("desk")
    return render(request, "doors/password.html", {"form": form})


@opens(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 "ok" once the database answers and every migration is applied; else 503 and the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        return HttpResponse(f"database: {type(error).__name__}\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse(f"migrations waiting: {len(waiting)}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return render(
            None, "host.html", {"host": split_domain_port(request.META.get("HTTP_HOST", ""))[0][:100]}, status=400
        )
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what broke."""
    return render(None, "500.html", status=500)


@opens(PUBLIC)
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent after the session ended."""
    return render(request, "stale.html", status=403)
