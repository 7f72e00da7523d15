"""公示 for everyone: only notices that run today, only what the law lets them say (民发〔2021〕57号第二十四条).

When the term is over the notice is gone from here by itself; nobody has to take it down.
"""

from datetime import date

from django import forms
from django.core.cache import cache
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from anmin.kernel.access.declare import PUBLIC
from anmin.kernel.audit.api import acting
from anmin.kernel.flow.api import Notice, ObjectionRefused, object_to_notice, running
from anmin.kernel.places.api import area_names, codes, office_for
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import register, service
from anmin.web.gate import opens
from anmin.web.rows.forms import build
from anmin.web.rows.places import place_names

MOST = 500
AN_HOUR, TRIES = 3600, 5
ASKS = (
    FormField("content", "异议内容", "long", hint="请写明您了解到的情况，例如收入、房产、车辆或家庭成员与实际不符"),
    FormField("from_whom", "您的姓名", required=False, hint="可以不填。实名的会得到答复"),
    FormField("contact", "联系电话", required=False, hint="可以不填"),
)


@opens(PUBLIC)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Villages in which something is shown today."""
    today = timezone.localdate()
    counted = running([""], today).order_by().values("area").annotate(n=Count("id")).values_list("area", "n")[:MOST]
    found = dict(counted)
    names = place_names(set(found))
    rows = sorted((names.get(area, area), area, n) for area, n in found.items())
    told = [kind for kind in register().values() if kind.public is not None]
    return render(request, "portal/notice_places.html", {"rows": rows, "today": today, "open_pages": told})


@opens(PUBLIC)
@require_safe
def notices(request: HttpRequest, area: str) -> HttpResponse:
    """What is shown today for a village, or for a township with all its villages."""
    today = timezone.localdate()
    rows = list(running([area], today)[:MOST])
    wanted = {area} | {row.area for row in rows}
    names = place_names(wanted)
    if area not in names:
        raise Http404
    context = {
        "place": names[area],
        "rows": [(row, service(row.case.service), names.get(row.area, "")) for row in rows],
        "office": office_for(codes.at_level(area, "town") or area, today),
        "today": today,
    }
    return render(request, "portal/notices.html", context)


@opens(PUBLIC)
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, notice: int) -> HttpResponse:
    """Anyone may object, with or without a name; the township examines every objection."""
    today = timezone.localdate()
    row = _running_one(notice, today)
    place = area_names({row.area}).get(row.area, "")
    form = build(ASKS)(request.POST or None, label_suffix="")
    context = {"row": row, "kind": service(row.case.service), "place": place, "form": form}
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, "这台设备一小时内提交得太多了，请稍后再试，或直接向乡镇（街道）反映。")
        elif _taken(form, row, today):
            return render(request, "portal/objection_taken.html", context)
    return render(request, "portal/objection.html", context, status=422 if form.errors else 200)


def _running_one(pk: int, today: date) -> Notice:
    found = running([""], today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _taken(form: forms.Form, row: Notice, today: date) -> bool:
    said = form.cleaned_data
    try:
        with acting("公示网页"):
            object_to_notice(
                row.pk, today, from_whom=said["from_whom"], contact=said["contact"], content=said["content"]
            )
    except ObjectionRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _too_many(request: HttpRequest) -> bool:
    """Counts tries of one address for an hour, in memory only: who objects is not written down anywhere."""
    key = f"objection-{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, AN_HOUR)
    return cache.incr(key) > TRIES
