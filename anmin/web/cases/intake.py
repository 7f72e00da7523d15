"""Registering an application: who applies, with whom they live, what they declare; then the case is open."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from anmin.kernel.access.api import Denied, User
from anmin.kernel.access.declare import OPEN_CASES
from anmin.kernel.flow.api import Case, MoveRefused, open_case
from anmin.kernel.people.api import (
    Household,
    IdentityError,
    Membership,
    Person,
    age,
    declare_kin,
    find_persons,
    masked_id,
    person_by_number,
    read_identity,
    register_household,
    sign_consent,
)
from anmin.kernel.service import Service, register, service
from anmin.web.cases.application import MOST, Application
from anmin.web.gate import opens
from anmin.web.rows.places import place_names

SEXES = {1: "男", 2: "女"}


@opens(OPEN_CASES)
def new(request: HttpRequest) -> HttpResponse:
    """One address for the whole: the search first, then the form of the household that was chosen or is new."""
    kinds = with_cases()
    name = request.GET.get("service") or request.POST.get("service") or next(iter(kinds))
    if name not in kinds:
        raise Http404
    doing = request.POST.get("do", "")
    home = _household(request)
    if request.method == "POST" and home is None and doing in ("find", ""):
        return _found(request, name)
    if home is None and doing == "" and "fresh" not in request.GET:
        return render(request, "cases/find.html", {"service": service(name), "services": with_cases().values()})
    return _form(request, name, home, doing or "fresh")


def with_cases() -> dict[str, Service]:
    """Services under which one may apply."""
    return {name: kind for name, kind in register().items() if kind.flows}


def _household(request: HttpRequest) -> Household | None:
    """The household named in the address, if the user may open a case for it."""
    text = request.GET.get("household") or request.POST.get("household") or ""
    if not text.isdigit():
        return None
    rows = Household.objects.filter(request.who.scope(OPEN_CASES), pk=int(text), until__isnull=True)
    found = rows.select_related("head").first()
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, name: str) -> HttpResponse:
    """Whom the search finds, each with the household and whether it has an open case already."""
    text = request.POST.get("text", "").strip()
    today, who = timezone.localdate(), request.who
    people = find_persons(text, who.scope(OPEN_CASES)) if text else []
    whole, elsewhere = "", False
    if not people and text:
        try:
            whole = read_identity(text, on=today).number
            elsewhere = person_by_number(whole) is not None
        except IdentityError:
            whole = ""
    context = {
        "service": service(name), "services": with_cases().values(), "text": text, "searched": True,
        "hits": _hits(people, name, who), "whole": whole, "elsewhere": elsewhere,
    }  # fmt: skip
    return render(request, "cases/find.html", context)


def _hits(people: list[Person], name: str, who: User) -> list[dict]:
    rows = Membership.objects.filter(person__in=people, until__isnull=True).select_related("household__head", "person")
    open_cases = dict(
        Case.objects.filter(service=name, closed_on__isnull=True, household__in=[r.household_id for r in rows])
        .values_list("household_id", "pk")
    )  # fmt: skip
    places = place_names({r.household.area for r in rows})
    return [
        {
            "person": r.person, "identity": masked_id(r.person), "home": r.household,
            "place": places.get(r.household.area, r.household.area), "open_case": open_cases.get(r.household_id),
        }
        for r in rows
    ]  # fmt: skip


def _form(request: HttpRequest, name: str, home: Household | None, doing: str) -> HttpResponse:
    """The page itself. Adding and taking away members keeps everything that was typed."""
    today = timezone.localdate()
    data = request.POST.copy() if request.method == "POST" and doing != "fresh" else None
    if data is not None and doing == "add":
        taken = [int(n) for n in data.getlist("newcomer") if n.isdigit()]
        if len(taken) < MOST:
            data.appendlist("newcomer", str(max(taken, default=-1) + 1))
    elif data is not None and doing.startswith("remove-"):
        data.setlist("newcomer", [n for n in data.getlist("newcomer") if n != doing.removeprefix("remove-")])
    number = request.POST.get("number", "") if doing == "fresh" else ""
    application = Application(name, request.who, today, data, home, number)
    if doing == "save" and application.is_valid():
        try:
            case = _receive(application, request.who, today)
        except (MoveRefused, Denied) as refused:
            application.about.add_error(None, str(refused))
        else:
            messages.success(request, f"已接件，案号 {case.number}。请审查材料，齐全的当场受理。")
            return redirect("case", case.pk)
    elif data is not None and doing != "save":
        for form in application.forms:  # not sent yet: nothing is wrong yet
            form._errors = {}
    return render(request, "cases/application.html", _context(application, home, doing))


def _context(application: Application, home: Household | None, doing: str) -> dict:
    places = place_names({home.area}) if home else {}
    return {
        "app": application,
        "service": application.kind,
        "home": home,
        "place": places.get(home.area, home.area) if home else "",
        "faults": [(f, field) for f in application.forms for field in f if field.errors] if doing == "save" else [],
        "refused": application.about.non_field_errors() if doing == "save" else [],
        "added": doing == "add",
    }


def _receive(application: Application, who: User, on: date) -> Case:
    """Household, signatures and case together or not at all."""
    with transaction.atomic():
        home_in = application.household_in()
        who.require(OPEN_CASES, home_in.area)
        said = application.about.cleaned_data
        home = register_household(home_in, on=on, source="申请")
        people = {place: person_by_number(p.id_number) for place, p in enumerate(home_in.persons)}
        for place, signer in application.signatures():
            sign_consent(people[place], on=on, signer=signer)
        if said["kin_staff"]:
            declare_kin(int(said["kin_staff"]), people[int(said["kin_member"])], said["kin_relation"], on=on)
        return open_case(
            application.name, home, people[int(said["applicant"])], who=who, on=on, channel=said["channel"],
            brought_by=said["brought_by"].strip(), law_day=said["law_day"] or None,
            kin_stated=said["kin_who"].strip() if said["kin"] == "yes" else "",
        )  # fmt: skip


@opens(OPEN_CASES)
@require_POST
def identity(request: HttpRequest) -> HttpResponse:
    """What an identity number says, while the form is filled in. By POST, so that no number stands in an address."""
    today = timezone.localdate()
    text = next((v for k, v in request.POST.items() if k.endswith("-number")), "")
    if not text.strip():
        return HttpResponse("")
    try:
        read = read_identity(text, on=today)
    except IdentityError as error:
        return render(request, "cases/identity.html", {"problem": error})
    known = person_by_number(read.number)
    context = {
        "told": f"{SEXES[read.sex]} · {read.born_on} 出生 · {age(read.born_on, today)} 周岁",
        "known": known is not None,
    }
    return render(request, "cases/identity.html", context)
