"""渐退 at a glance: who is in it, which month is the last, and what happens then."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import SEE_REVIEWS
from anmin.kernel.month.api import tapers_running
from anmin.kernel.service import register as services
from anmin.web.gate import opens
from anmin.web.rows.places import place_names


@opens(SEE_REVIEWS)
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """Every running taper of the user's area, the one that ends first at the top."""
    today = timezone.localdate()
    found = tapers_running(request.who, SEE_REVIEWS, today)
    places = place_names({each.taper.household.area for each in found})
    kinds = services()
    rows = [
        {"each": each, "home": each.taper.household, "place": places.get(each.taper.household.area, ""),
         "programme": kinds[each.taper.programme].label, "over": each.days_left < 0}
        for each in found
    ]  # fmt: skip
    cites = sorted({kinds[each.taper.programme].reviews.taper.cite for each in found})
    return render(request, "changes/tapers.html", {"rows": rows, "today": today, "cites": cites})
