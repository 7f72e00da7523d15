"""What a service shows to everyone, without signing in: drawn from its `OpenPage`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import PUBLIC
from anmin.kernel.service import register
from anmin.web.gate import opens


@opens(PUBLIC)
@require_safe
def open_page(request: HttpRequest, name: str) -> HttpResponse:
    """The open page of a service; 404 where it has none."""
    kind = register().get(name)
    if kind is None or kind.public is None:
        raise Http404
    return render(request, "portal/open.html", {"page": kind.public(timezone.localdate())})
