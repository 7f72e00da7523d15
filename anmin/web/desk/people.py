"""One household at a glance, one person, and the look at what is sealed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from anmin.kernel.access.api import User
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
    DISABILITY_LABELS,
    ETHNICITY_LABELS,
    Household,
    Membership,
    Person,
    Status,
    age,
    change_person,
    masked_account,
    masked_id,
    masked_phone,
    relation_label,
    unmask,
)
from anmin.kernel.screens.api import register
from anmin.kernel.screens.declare import FormField, Panel
from anmin.web.desk.benefits import time_line
from anmin.web.desk.cards import panel
from anmin.web.desk.edits import newest, overtaken
from anmin.web.gate import opens
from anmin.web.registers.changes import CHANGE_PANEL, REVIEW_PANEL
from anmin.web.rows.forms import areas_to_choose, build
from anmin.web.rows.places import place_names
from anmin.web.rows.story import codes_in, story, tell

GRADES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
SEALED = {"id_number": "身份证号", "phone": "电话", "address": "住址", "bank_account": "银行账号"}
PANELS = (
    (
        SEE_CASES,
        Panel("cases", "案件", "household", ("number", "service", "state", "outcome", "received_on", "due_on")),
    ),
    (SEE_REVIEWS, REVIEW_PANEL),
    (SEE_REVIEWS, CHANGE_PANEL),
    (SEE_FUNDS, Panel("payments", "发放", "entitlement__household", ("month", "programme", "kind", "amount", "note"))),
)


@dataclass(frozen=True)
class Member:
    """A member as the household page shows them."""

    person: Person
    relation: str
    age: int
    identity: str
    phone: str
    statuses: list[tuple[str, str, bool]]
    since: date
    until: date | None
    head: bool


@opens(SEE_PEOPLE)
@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Members, account, benefits on a time line, cases, payments, history."""
    who, today = request.who, timezone.localdate()
    home = Household.objects.filter(who.scope(SEE_PEOPLE), pk=pk).select_related("head").first()
    if home is None:
        raise Http404
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
    return cache.get_or_set(key, lambda: keeps_labour(home, today), 60)


def members(home: Household, today: date) -> list[Member]:
    """Everyone who is or was a member, the head first."""
    rows = list(Membership.objects.filter(household=home).select_related("person").order_by("relation", "since"))
    statuses: dict[int, list[Status]] = {}
    for status in Status.objects.filter(person__in=[m.person_id for m in rows]).order_by("since"):
        statuses.setdefault(status.person_id, []).append(status)
    rows.sort(key=lambda m: (m.person_id != home.head_id, m.relation, m.pk))
    return [_member(m, statuses.get(m.person_id, []), home, today) for m in rows]


def gone(everyone: list[Member], today: date) -> list[Member]:
    """Who is no longer a member: once each, and not who only stands in another relation now."""
    here = {m.person.pk for m in everyone if m.until is None or m.until > today}
    last = {m.person.pk: m for m in sorted(everyone, key=lambda m: m.since) if m.person.pk not in here}
    return list(last.values())


def _member(row: Membership, statuses: list[Status], home: Household, today: date) -> Member:
    person = row.person
    years = age(person.born_on, person.died_on or today)
    words = [in_words(s, today) for s in statuses]
    is_head = row.person_id == home.head_id
    relation = "户主" if is_head else relation_label(row.relation)
    return Member(
        person, relation, years, masked_id(person), masked_phone(person), words, row.since, row.until, is_head
    )


def in_words(status: Status, today: date) -> tuple[str, str, bool]:
    """残疾 肢体二级, its dates, and whether it still holds."""
    match status.kind:
        case "disability":
            what = f"{DISABILITY_LABELS.get(status.category, status.category)}残疾{GRADES.get(status.grade, '')}"
        case "illness":
            what = f"重病 {status.category}".strip()
        case _:
            what = f"在校 {STUDIES.get(status.category, status.category)}".strip()
    dates = f"{status.since}起" + (f"至{status.until}" if status.until else "")
    return what, dates, status.until is None or status.until > today


STUDIES = {"school": "中小学", "college": "高等学历", "postgraduate": "研究生", "part_time": "非全日制"}


@opens(SEE_PEOPLE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: basics, statuses, the households they belong or belonged to, history."""
    who, today = request.who, timezone.localdate()
    one = Person.objects.filter(who.scope(SEE_PEOPLE), pk=pk).first()
    if one is None:
        raise Http404
    names = place_names({one.area, one.registered_area})
    homes = Membership.objects.filter(person=one).filter(who.scope(SEE_PEOPLE, "household__area"))
    context = {
        "person": one,
        "age": age(one.born_on, one.died_on or today),
        "identity": masked_id(one),
        "phone": masked_phone(one),
        "ethnicity": ETHNICITY_LABELS.get(one.ethnicity, one.ethnicity),
        "place": names.get(one.area, one.area),
        "registered": names.get(one.registered_area, one.registered_area),
        "statuses": [in_words(s, today) for s in Status.objects.filter(person=one).order_by("since")],
        "homes": [(m, relation_label(m.relation)) for m in homes.select_related("household__head").order_by("-since")],
        "panels": [_cases_of_person(pk, who)] if who.may(SEE_CASES) else [],
        "story": story(Person, pk, register("persons")),
        "may_unmask": who.may(UNMASK, one.area),
        "may_change": who.may(EDIT_PEOPLE, one.area),
    }
    return render(request, "desk/person.html", context)


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
    FormField("phone", "电话", required=False, hint="留空表示不改; 要删除请填一个减号“-”"),
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
                form.add_error(None, "您打开这一页之后, 别人改过这条记录(见下)。请核对后再保存, 保存将以您填写的为准。")
            elif _changed(one, form, who):
                messages.success(request, f"已保存: {one.name}。")
                return redirect("person", one.pk)
    context = {"form": form, "person": one, "title": f"修改 {one.name}", "seen": seen, "clash": clash}
    return render(request, "desk/person_form.html", context)


def _form(one: Person, who: User, data: object) -> Any:
    areas = areas_to_choose(who.scope(EDIT_PEOPLE, "code"))
    missing = {one.area, one.registered_area} - areas.keys()
    elsewhere = areas | {code: f"{name}(现值)" for code, name in place_names(missing).items()}
    initial = {name: getattr(one, name) for name in ("name", "ethnicity", "area", "registered_area")}
    choices = {"area": elsewhere, "registered_area": elsewhere}
    return build(FIELDS, choices)(data, initial=initial, auto_id="id_%s", label_suffix="")


def _changed(one: Person, form: Any, who: User) -> bool:
    values = dict(form.cleaned_data)
    phone = values["phone"].strip()
    values["phone"] = None if not phone else "" if phone in ("-", "－", "—") else phone
    try:
        with transaction.atomic():
            change_person(one, values)
            who.require(EDIT_PEOPLE, one.area)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name, texts)
        return False
    return True
