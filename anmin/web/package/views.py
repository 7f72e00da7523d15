"""可享受的全部待遇: every benefit of one household on one page, for the desk; as a paper for the resident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import OPEN_CASES, SEE_PACKAGE
from anmin.kernel.audit.api import acting, looked_at, record
from anmin.kernel.flow.api import PAPER_FORMS, Case, receipt_from, render_paper
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.law import api as law
from anmin.kernel.package import api as package
from anmin.kernel.people.api import Household, facts_on
from anmin.kernel.places.api import area_names, codes, office_for
from anmin.kernel.service import Service, register
from anmin.web.gate import opens
from anmin.web.package.questions import answered, form_of, key_of

KNOWN = ("age", "age_month_end", "age_month_before", "relation", "urban_rural")


@dataclass(frozen=True)
class Trace:
    """The whole reckoning of a service, to be unfolded."""

    label: str
    receipt: Any


class Wanted:
    """A household's package with what the clerk answers for this once: nothing of it is kept."""

    def __init__(self, request: HttpRequest, pk: int) -> None:
        self.today = timezone.localdate()
        self.home = Household.objects.filter(request.who.scope(SEE_PACKAGE), pk=pk).select_related("head").first()
        if self.home is None:
            raise Http404
        self.rules, self.table = package.read_installed(), law.stored_numbers()
        self.services = ordered(self.rules)
        self.facts = package.union([s.name for s in self.services], law.book())
        self.own, people = facts_on(self.home, self.today)
        self.people = [(person.name, facts) for person, facts in people]
        self.asks = self._asks() if self.people else []
        names = {None: "全家", **{who: name for who, (name, _) in enumerate(self.people)}}
        sent = request.POST if request.method == "POST" else None
        self.form: forms.Form = form_of(self.asks, names, sent, must=False)
        self.answers = answered(self.form, self.asks) if sent and self.form.is_valid() else {}

    def _asks(self) -> list[package.Ask]:
        """What was never declared and may still change the outcome.

        A declaration keeps only what is unusual, so whatever a service asked that was applied for or granted is known.
        """
        dealt_with = set(Case.objects.filter(household=self.home).values_list("service", flat=True))
        dealt_with |= set(Entitlement.objects.filter(household=self.home).values_list("programme", flat=True))
        done = {f for s in self.services if s.name in dealt_with for f in law.facts_asked(law.book(), s.name)}
        common = {n for s in self.services for group in s.asks for n in group.common} - done - set(KNOWN)
        known = package.Partly(self._kept(self.own), [self._kept(facts) for _, facts in self.people], frozenset(common))
        return package.still_asked(known, self.services, self.rules, self.today, self.home.area, law.book(), self.table)

    def groups(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """The questions under the service that asks them first, and whether something of it was answered or is wrong."""
        first: dict[str, str] = {}
        for service in self.services:
            for name in (n for group in service.asks for n in (*group.common, *group.others)):
                first.setdefault(name, service.label)
        found: dict[str, list[forms.BoundField]] = {}
        for ask in self.asks:
            field = self.form[key_of(ask.fact.name, ask.who)]
            found.setdefault(first.get(ask.fact.name, "其他"), []).append(field)
        sent = self.form.is_bound
        return [(label, sent and any(f.errors or f.value() for f in fields), fields) for label, fields in found.items()]

    def _kept(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in facts.items() if name in self.facts}

    def reckoned(self) -> package.Package | None:
        """Everything reckoned. None where nobody lives in the household. Raises LawError for facts that cannot be."""
        if not self.people:
            return None
        home = self._kept(self.own) | {name: v for (name, who), v in self.answers.items() if who is None}
        persons = [
            {"name": name, **self._kept(facts), **{n: v for (n, w), v in self.answers.items() if w == who}}
            for who, (name, facts) in enumerate(self.people)
        ]
        document = {"household": home, "persons": persons}
        return package.reckon_package(self.today, self.home.area, document, self.services, self.rules, self.table)


def ordered(rules: package.Compatibility) -> list[Service]:
    """The installation's services that have rules, in the order of the data."""
    return package.in_order(register().values(), rules, law.book())


@opens(SEE_PACKAGE)
@require_http_methods(["GET", "POST"])
def household_package(request: HttpRequest, pk: int) -> HttpResponse:
    """What the household could have, what excludes what, what is still to be asked."""
    wanted = Wanted(request, pk)
    context: dict[str, Any] = {
        "home": wanted.home,
        "place": area_names({wanted.home.area}).get(wanted.home.area, wanted.home.area),
        "today": wanted.today,
        "form": wanted.form,
        "groups": wanted.groups(),
        "answers": len(wanted.answers),
        "papers_as": (("pdf", "PDF"), ("docx", "Word")),
        "may_apply": wanted.home.until is None and request.who.may(OPEN_CASES, wanted.home.area),
    }
    try:
        done = wanted.reckoned()
    except law.LawError as error:
        context["trouble"] = str(error)
    else:
        context |= shown(done) if done else {"trouble": "这一户没有在世的家庭成员。"}
        context["received"] = _received(wanted)
    with acting(request.who.actor, request=f"{request.method} {request.path}"):
        looked_at("people_household", [pk], actor=request.who.actor, reason="测算可享受的全部待遇")
    return render(request, "package/household.html", context, status=422 if wanted.form.errors else 200)


def _received(wanted: Wanted) -> dict[str, int]:
    """What is paid to the household this month: service to fen."""
    rows = Entitlement.objects.filter(household=wanted.home, since__lte=wanted.today)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=wanted.today))
    return dict(rows.values_list("programme", "amount_month"))


def shown(done: package.Package) -> dict[str, Any]:
    """What a page draws of a package."""
    services = done.office.services
    return {
        "rows": package.rows(done),
        "total": done.choice.total,
        "tried": done.choice.tried,
        "doubts": package.doubts(done),
        "left_out": [package.out_in_words(done, out) for out in done.choice.out],
        "refused": package.refused(done),
        "questions": package.questions(done),
        "not_reckoned": [(services[u.service].label, u.why) for u in done.unknown if u.why],
        "papers": list(dict.fromkeys(p for row in package.rows(done) for p in row.papers)),
        "traces": [
            Trace(services[name].label, receipt_from(each, services[name].receipt, done.on))
            for name, each in done.choice.grants.reckonings.items()
        ],
    }


@opens(SEE_PACKAGE)
@require_http_methods(["GET", "POST"])
def package_paper(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The same as a paper, for the resident to take home; giving it out is recorded."""
    wanted = Wanted(request, pk)
    done = wanted.reckoned()
    if done is None or wanted.form.errors:
        raise Http404
    office = office_for(codes.at_level(wanted.home.area, "town") or wanted.home.area, wanted.today)
    contact = tuple(filter(None, (office.name, f"电话 {office.phone}" if office.phone else ""))) if office else ()
    name = f"{wanted.home.head.name}家"
    made = package.paper_of(done, office.name if office else "民政部门", name, contact)
    with acting(request.who.actor, request=f"{request.method} {request.path}"):
        record("print", "people_household", pk, actor=request.who.actor, what="可享受待遇测算单")
    answer = HttpResponse(render_paper(made, form), content_type=PAPER_FORMS[form])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'可享受待遇测算单-{name}.{form}')}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
