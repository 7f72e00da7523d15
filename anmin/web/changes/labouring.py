"""公益劳动 of a household, where the place keeps it: what was noted, and a line more."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from anmin.kernel.access.declare import CHECK_REVIEWS
from anmin.kernel.month.api import ReviewRefused, in_force, kept_for, labour_of, note_labour
from anmin.kernel.people.api import WORKS_FROM, age, members_on
from anmin.kernel.screens.declare import FormField
from anmin.web.changes.holding import home_of
from anmin.web.gate import opens
from anmin.web.rows.forms import build

LABOUR = (
    FormField("person", "人员", "choice"),
    FormField("on", "日期", "date"),
    FormField("work", "内容"),
    FormField("hours", "小时", "number", required=False),
    FormField("refused_for", "未参加的原因", required=False),
)


@opens(CHECK_REVIEWS)
def labour_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Public labour of a household: what was noted, and a line more."""
    home, today = home_of(request, pk, CHECK_REVIEWS), timezone.localdate()
    programme = next((d.programme for d in in_force(home, today) if kept_for(home, d.programme, today)), None)
    if programme is None:
        raise Http404
    people = {str(m.person_id): m.person for m in members_on(home, today) if age(m.person.born_on, today) >= WORKS_FROM}
    choices = {key: person.name for key, person in people.items()}
    form = build(LABOUR, {"person": choices})(request.POST or None, auto_id="id_%s", label_suffix="")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                note_labour(
                    home, people[said["person"]], programme, who=request.who, on=said["on"], work=said["work"],
                    hours=said["hours"] or 0, refused_for=said["refused_for"],
                )  # fmt: skip
        except ReviewRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已登记。")
            return redirect("household-labour", pk)
    context = {"form": form, "home": home, "heading": "公益劳动", "button": "登记", "labour": labour_of(home)[:50]}
    return render(request, "changes/plain.html", context, status=422 if form.errors else 200)
