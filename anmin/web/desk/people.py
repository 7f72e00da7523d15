"""One household at a glance, one person, and the look at what is sealed."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.core.cache import cache as kept
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.api import GIVEN, Statement, User, Viewer, statement
from anmin.kernel.access.declare import (
    CHANGE_ACCOUNTS,
    CHECK_REVIEWS,
    EDIT_PEOPLE,
    HOLD_PAYMENTS,
    OPEN_CASES,
    SEE_CASES,
    SEE_FINDINGS,
    SEE_FUNDS,
    SEE_PACKAGE,
    SEE_PEOPLE,
    SEE_REVIEWS,
    TELL_EVENTS,
    UNMASK,
)
from anmin.kernel.audit.api import history
from anmin.kernel.month.api import keeps_labour
from anmin.kernel.people.api import (
    ETHNICITY_LABELS,
    Household,
    Membership,
    Person,
    age,
    change_person,
    masked_account,
    masked_id,
    masked_phone,
    relation_label,
    unmask,
)
from anmin.kernel.screens.api import register
from anmin.kernel.screens.declare import Column, FormField, Panel
from anmin.web.desk.benefits import time_line
from anmin.web.desk.cards import panel
from anmin.web.desk.edits import newest, overtaken
from anmin.web.desk.members import gone, in_words, members, statuses_of_person
from anmin.web.gate import opens
from anmin.web.registers.changes import CHANGE_PANEL, REVIEW_PANEL
from anmin.web.rows.cells import page_of
from anmin.web.rows.forms import areas_to_choose, build
from anmin.web.rows.names import NameFault, read_name
from anmin.web.rows.panels import DrawnPanel, filled
from anmin.web.rows.places import place_names
from anmin.web.rows.story import codes_in, story, tell

SEALED = {"id_number": "身份证号", "phone": "电话", "address": "住址", "bank_account": "银行账号"}
HOMES = (
    Column("number", "家庭编号", "choice"), Column("head", "户主", "choice"), Column("relation", "与户主关系", "choice"),
    Column("since", "起", "date"), Column("until", "止", "date"),
)  # fmt: skip
PANELS = (
    (
        SEE_CASES,
        Panel("cases", "案件", "household", ("number", "service", "state", "outcome", "received_on", "due_on")),
    ),
    (SEE_REVIEWS, REVIEW_PANEL),
    (SEE_REVIEWS, CHANGE_PANEL),
    (SEE_FUNDS, Panel("payments", "发放", "entitlement__household", ("month", "programme", "kind", "amount", "note"))),
)


@opens(SEE_PEOPLE)
@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, account, benefits on a time line, cases, payments, history."""
    who, today = request.who, timezone.localdate()
    home = only(_home(who.viewer), pk)
    all_members = members(home, today)
    changes = history("people_household", pk, limit=50)
    names = place_names({home.area} | codes_in(changes))
    context = {
        "home": home,
        "may_apply": home.until is None and who.may(OPEN_CASES, home.area),
        "place": names.get(home.area, home.area),
        "members": [m for m in all_members if m.until is None or m.until > today],
        "left": gone(all_members, today),
        "account": masked_account(home),
        "has_address": bool(home.address),
        "times": time_line(home.pk, who, today) if who.may(SEE_FUNDS) else None,
        "panels": [panel(declared, str(pk), who) for permission, declared in PANELS if who.may(permission)],
        "story": tell(changes, Household, register("households"), names),
        "may_unmask": who.may(UNMASK, home.area),
        "may_change": who.may(EDIT_PEOPLE, home.area),
        "may_package": home.until is None and who.may(SEE_PACKAGE, home.area),
        "may_tell": home.until is None and who.may(TELL_EVENTS, home.area),
        "may_account": home.until is None and who.may(CHANGE_ACCOUNTS, home.area),
        "may_check": who.may(SEE_FINDINGS, home.area),
        "may_review": home.until is None and who.may(CHECK_REVIEWS, home.area),
        "may_labour": home.until is None and who.may(CHECK_REVIEWS, home.area) and _keeps_labour(home, today),
        "may_hold": home.until is None and who.may(HOLD_PAYMENTS, home.area),
        "today": today,
    }
    return render(request, "desk/household.html", context)


def _keeps_labour(home: Household, today: date) -> bool:
    """Whether the place keeps records of 公益劳动: one answer for a minute, since every household of it gives the same."""
    key = f"labour:{home.area}:{home.urban_rural}:{today}"
    return kept.get_or_set(key, lambda: keeps_labour(home, today), 60)


@lru_cache(maxsize=200)
def _home(viewer: Viewer) -> Statement:
    return statement(Household.objects.filter(viewer.who.scope(SEE_PEOPLE), pk=GIVEN).select_related("head"))


@lru_cache(maxsize=200)
def _one(viewer: Viewer) -> Statement:
    return statement(Person.objects.filter(viewer.who.scope(SEE_PEOPLE), pk=GIVEN))


@lru_cache(maxsize=200)
def _homes(viewer: Viewer) -> Statement:
    rows = Membership.objects.filter(viewer.who.scope(SEE_PEOPLE, "household__area"), person=GIVEN)
    return statement(rows.select_related("household__head").order_by("-since"))


def only(asked: Statement, pk: int) -> Any:
    """The one thing with this key that the viewer may see; what they may not see is not there."""
    if found := asked.things(pk):
        return found[0]
    raise Http404


@opens(SEE_PEOPLE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: basics, statuses, the households they belong or belonged to, history."""
    who, today = request.who, timezone.localdate()
    one = only(_one(who.viewer), pk)
    names = place_names({one.area, one.registered_area})
    homes = _homes(who.viewer).things(pk)
    context = {
        "person": one,
        "age": age(one.born_on, one.died_on or today),
        "identity": masked_id(one),
        "phone": masked_phone(one),
        "ethnicity": ETHNICITY_LABELS.get(one.ethnicity, one.ethnicity),
        "place": names.get(one.area, one.area),
        "registered": names.get(one.registered_area, one.registered_area),
        "statuses": [in_words(s, today) for s in statuses_of_person(pk)],
        "panels": [_homes_of_person(homes), *([_cases_of_person(pk, who)] if who.may(SEE_CASES) else [])],
        "story": story(Person, pk, register("persons")),
        "may_unmask": who.may(UNMASK, one.area),
        "may_change": who.may(EDIT_PEOPLE, one.area),
    }
    return render(request, "desk/person.html", context)


def _homes_of_person(homes: list[Membership]) -> DrawnPanel:
    rows = [
        (
            page_of("household", m.household_id),
            (m.household.number, m.household.head.name, relation_label(m.relation), m.since, m.until),
        )
        for m in homes
    ]
    return filled("所在家庭", HOMES, rows, none="没有登记在您辖区的任何家庭里。")


def _cases_of_person(pk: int, who: User) -> object:
    columns = ("number", "service", "state", "outcome", "received_on", "due_on")
    return panel(Panel("cases", "申请的案件", "applicant", columns), str(pk), who)


@opens(UNMASK)
@require_POST
def unmask_view(request: HttpRequest) -> HttpResponse:
    """Shows one sealed value for a minute, once a reason is given; the look is recorded before anything is shown."""
    kind, field, pk = (request.POST.get(name, "") for name in ("what", "field", "pk"))
    model: Any = {"person": Person, "household": Household}.get(kind)
    if model is None or field not in SEALED or not hasattr(model, field) or not pk.isdigit():
        raise Http404
    row = model.objects.filter(request.who.scope(UNMASK), request.who.scope(SEE_PEOPLE), pk=int(pk)).first()
    if row is None:
        raise Http404
    context = {"label": SEALED[field], "what": kind, "field": field, "pk": pk, "owner": _owner(row)}
    try:
        context["value"] = unmask(row, field, actor=request.who.actor, reason=request.POST.get("reason", ""))
    except ValueError as error:
        context["error"] = str(error)
    template = "desk/unmasked.html" if request.htmx else "desk/unmasked_page.html"
    return render(request, template, context, status=200 if "value" in context or request.htmx else 422)


def _owner(row: Person | Household) -> str:
    return row.name if isinstance(row, Person) else row.number


FIELDS = (
    FormField("name", "姓名", hint="与身份证一致"),
    FormField("ethnicity", "民族", "choice", choices=tuple(ETHNICITY_LABELS.items())),
    FormField("area", "居住地", "area"),
    FormField("registered_area", "户籍地", "area"),
    FormField("phone", "电话", required=False, hint="留空表示不改；要删除请填一个减号“-”"),
)


@opens(EDIT_PEOPLE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a person's basics. Number, sex and birth date come from the identity paper and are not asked."""
    who = request.who
    with transaction.atomic():
        rows = Person.objects.select_for_update().filter(who.scope(EDIT_PEOPLE), who.scope(SEE_PEOPLE), pk=pk)
        if (one := rows.first()) is None:
            raise Http404
        seen, clash = newest(one), []
        form = _form(one, who, request.POST or None)
        if request.method == "POST" and form.is_valid():
            sent = request.POST.get("seen")
            clash = [] if sent == str(seen) else overtaken(register("persons"), one, sent)
            if clash:
                form.add_error(
                    None, "您打开这一页之后，别人改过这条记录（见下）。请核对后再保存，保存将以您填写的为准。"
                )
            elif _changed(one, form, who):
                messages.success(request, f"已保存：{one.name}。")
                return redirect("person", one.pk)
    context = {"form": form, "person": one, "title": f"修改 {one.name}", "seen": seen, "clash": clash}
    return render(request, "desk/person_form.html", context)


def _form(one: Person, who: User, data: object) -> Any:
    areas = areas_to_choose(who.scope(EDIT_PEOPLE, "code"))
    missing = {one.area, one.registered_area} - areas.keys()
    elsewhere = areas | {code: f"{name}（现值）" for code, name in place_names(missing).items()}
    initial = {name: getattr(one, name) for name in ("name", "ethnicity", "area", "registered_area")}
    choices = {"area": elsewhere, "registered_area": elsewhere}
    return build(FIELDS, choices)(data, initial=initial, auto_id="id_%s", label_suffix="")


def _changed(one: Person, form: Any, who: User) -> bool:
    values = dict(form.cleaned_data)
    phone = values["phone"].strip()
    values["phone"] = None if not phone else "" if phone in ("-", "－", "—") else phone
    try:
        values["name"] = read_name(values["name"]) if values["name"] != one.name else one.name
    except NameFault as error:
        form.add_error("name", str(error))
        return False
    try:
        with transaction.atomic():
            change_person(one, values)
            who.require(EDIT_PEOPLE, one.area)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name, texts)
        return False
    return True
