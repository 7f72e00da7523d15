"""Headers of every answer: nothing is fetched from elsewhere, nothing is shown inside another site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

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


class FormToken(CsrfViewMiddleware):
    """The token of forms as Django keeps it; its cookie, which lasts a year, is not written again with every page."""

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponse) -> None:
        if request.COOKIES.get(settings.CSRF_COOKIE_NAME) != request.META["CSRF_COOKIE"]:
            super()._set_csrf_cookie(request, response)
