"""Headers of every answer: nothing is fetched from elsewhere, nothing is shown inside another site."""

import os
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CsrfViewMiddleware, get_token

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # widths of bars
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Headers:
    """Django middleware; stands first."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if getattr(request, "who", None) is not None:
            answer.headers.setdefault("Cache-Control", "no-store")  # shared counters: nothing stays in the browser
        return answer


def form_token(request: HttpRequest) -> str:
    """The token of a page's forms: the session's secret under a new mask, as Django reads it.

    Every page bears one, and Django draws its mask in 32 draws from the system; here it is one.
    """
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    letters = CSRF_ALLOWED_CHARS
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = [byte % len(letters) for byte in os.urandom(len(secret))]
    cipher = [letters[(letters.index(each) + by) % len(letters)] for each, by in zip(secret, mask, strict=True)]
    return "".join([*(letters[by] for by in mask), *cipher])


class FormToken(CsrfViewMiddleware):
    """The token of forms as Django keeps it; its cookie, which lasts a year, is not written again with every page."""

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponse) -> None:
        if request.COOKIES.get(settings.CSRF_COOKIE_NAME) != request.META["CSRF_COOKIE"]:
            super()._set_csrf_cookie(request, response)
