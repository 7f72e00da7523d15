"""我家能享受什么: a check for anybody, without signing in. It keeps nothing.

Every answer travels with the form, in the body of the request, from page to page: no cookie, no session, no record, no
line in a log, and the browser is told to keep no copy. Which question comes next is found in the rules (`still_asked`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from anmin.kernel.access.declare import PUBLIC
from anmin.kernel.law import api as law
from anmin.kernel.law.api import Fact
from anmin.kernel.package import api as package
from anmin.kernel.places.api import area_names, divisions_on, office_for
from anmin.kernel.screens.declare import FormField
from anmin.web.gate import opens
from anmin.web.package.questions import answered, form_of, key_of
from anmin.web.package.views import ordered, shown
from anmin.web.rows.forms import build

MOST_PERSONS, AT_ONCE = 8, 4
RESIDENCE = (("urban", "城镇"), ("rural", "农村"))


@dataclass
class Check:
    """One pass: what was answered so far, and what is asked next."""

    data: QueryDict | None
    today: date

    def __post_init__(self) -> None:
        self.rules, self.table = package.read_installed(), law.stored_numbers()
        self.services = ordered(self.rules)
        self.facts = package.union([s.name for s in self.services], law.book())
        self.answers: dict[tuple[str, int | None], Any] = {}
        self.usual: dict[tuple[str, int | None], Any] = {}
        self.ticked: list[tuple[str, str]] = []
        self.size = 0

    # ── where and how many
    def place_form(self, data: QueryDict | None) -> forms.Form:
        towns = divisions_on(self.today).filter(level=4).order_by("code").values_list("code", "name")
        sizes = tuple((str(n), f"{n} 人") for n in range(1, MOST_PERSONS + 1))
        which = "以户籍或居住的村（社区）为准"
        fields = (
            FormField("area", "您住在哪个乡镇（街道）", "choice"),
            FormField("urban_rural", "按城镇还是农村的标准", "choice", choices=RESIDENCE, hint=which),
            FormField("size", "一起生活的有几口人（连您自己）", "choice", choices=sizes),
        )
        return build(fields, {"area": dict(towns)})(data, label_suffix="", auto_id="id_%s")

    def person_asks(self) -> list[package.Ask]:
        """Age of everybody; relation to whoever asks, of the others."""
        asks = [
            package.Ask(self.facts[n], who) for who in range(self.size) for n in ("age", "relation") if n in self.facts
        ]
        return [ask for ask in asks if not (ask.fact.name == "relation" and ask.who == 0)]

    # ── what applies to whom
    def tick_form(self, data: QueryDict | None) -> forms.Form:
        """One line for each circumstance that may still matter, to be ticked for whom it holds; most stay unticked."""
        names = self.names()
        concerned: dict[str, list[int | None]] = {}
        for ask in self._still(frozenset((*self.rules.ticks, *self.rules.details))):
            concerned.setdefault(ask.fact.name, []).append(ask.who)
        fields = []
        for name, label in self.rules.ticks.items():
            if whom := concerned.get(name):
                choices = tuple((_code(who), names[who]) for who in whom)
                fields.append(FormField(f"t-{name}", label, "many", False, choices))
        return build(fields)(data, label_suffix="", auto_id="id_%s")

    def take_ticks(self) -> None:
        """Whoever was not ticked has it, and its details, as usual; the others are asked."""
        for name in self.rules.ticks:
            self.ticked += [(f"t-{name}", code) for code in self.data.getlist(f"t-{name}")]
        for name, tick in (*((name, name) for name in self.rules.ticks), *self.rules.details.items()):
            fact = self.facts.get(name)
            if fact is None or fact.required:
                continue
            ticked = set(self.data.getlist(f"t-{tick}"))
            for who in (None,) if fact.level == "household" else range(self.size):
                if _code(who) not in ticked:
                    self.usual[name, who] = fact.default

    # ── what is asked next
    def next_asks(self) -> list[package.Ask]:
        """The next few questions that may still change something, of one level."""
        asks = self._still(frozenset((*self.rules.ticks, *self.rules.details)))
        level = asks[0].fact.level if asks else ""
        names = list(dict.fromkeys(ask.fact.name for ask in asks if ask.fact.level == level))
        names = [name for name in names if self.rules.details.get(name) not in names]  # first what, then for how long
        taken: list[package.Ask] = []
        for name in names:
            more = [ask for ask in asks if ask.fact.name == name]
            if taken and len(taken) + len(more) > AT_ONCE:
                break
            taken += more
        return taken

    def _still(self, askable: frozenset[str]) -> list[package.Ask]:
        known = self.usual | self.answers
        home = {"urban_rural": self.residence} | {n: v for (n, who), v in known.items() if who is None}
        persons = [{n: v for (n, w), v in known.items() if w == who} for who in range(self.size)]
        partly = package.Partly(home, persons, askable)
        return package.still_asked(partly, self.services, self.rules, self.today, self.area, law.book(), self.table)

    def names(self) -> dict[int | None, str]:
        """您本人, 成员2(5岁): how persons without names are spoken of."""
        told = {None: "全家", 0: "您本人"}
        for who in range(1, self.size):
            age = self.answers.get(("age", who))
            told[who] = f"第{who + 1}人" + (f"（{age}岁）" if age is not None else "")
        return told

    def reckoned(self) -> package.Package:
        names = self.names()
        home = {"urban_rural": self.residence} | {n: v for (n, who), v in self.answers.items() if who is None}
        persons = [
            {"name": names[who], **{n: v for (n, w), v in self.answers.items() if w == who}} for who in range(self.size)
        ]
        document = {"household": home, "persons": persons}
        return package.reckon_package(self.today, self.area, document, self.services, self.rules, self.table)

    # ── reading
    def read_place(self) -> forms.Form:
        form = self.place_form(self.data)
        if form.is_bound and form.is_valid():
            said = form.cleaned_data
            self.area, self.residence, self.size = said["area"], said["urban_rural"], int(said["size"])
        return form

    def take_earlier(self) -> None:
        """The answers of earlier pages, which travelled along; what does not fit is asked again."""
        for who in (None, *range(self.size)):
            for name, fact in self.facts.items():
                sent = self.data.get(key_of(name, who)) if (fact.level == "household") == (who is None) else None
                if sent not in (None, ""):
                    form = form_of([ask := package.Ask(fact, who)], {}, self.data, must=True)
                    if form.is_valid():
                        self.answers |= answered(form, [ask])

    def carried(self, shown_now: set[str]) -> list[tuple[str, str]]:
        """What the next form must bring along: everything answered that it does not show."""
        sent = [(name, self.data[name]) for name in ("area", "urban_rural", "size")]
        if "ticked" in self.data:
            sent += [("ticked", "1"), *self.ticked]
        keys = {key_of(*pair) for pair in self.answers} - shown_now
        return sent + [(key, self.data[key]) for key in sorted(keys)]


@opens(PUBLIC)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def self_check(request: HttpRequest) -> HttpResponse:
    """Place, persons, circumstances, then only what still matters, then what the office will probably decide."""
    check = Check(request.POST if request.method == "POST" else None, timezone.localdate())
    place = check.read_place()
    if not place.is_bound or place.errors:
        return _page(request, check, place, "place", [])
    check.take_earlier()
    asks = check.person_asks()
    step = "persons" if any((ask.fact.name, ask.who) not in check.answers for ask in asks) else "facts"
    if step == "facts":
        if "ticked" not in request.POST:
            return _page(request, check, check.tick_form(None), "ticks", check.carried(set()))
        check.take_ticks()
        asks = check.next_asks()
    if not asks:
        return _result(request, check)
    again = any(key_of(ask.fact.name, ask.who) in request.POST for ask in asks)  # shown before and wrong
    form = form_of(asks, check.names(), request.POST if again else None, must=True)
    if again and form.is_valid():
        answered(form, asks)  # says what the law cannot reckon with
    return _page(request, check, form, step, check.carried(set(form.fields)))


def _code(who: int | None) -> str:
    return "h" if who is None else str(who)


def _page(request: HttpRequest, check: Check, form: forms.Form, step: str, carried: list) -> HttpResponse:
    context = {"form": form, "step": step, "carried": carried, "answered": len(check.answers)}
    return render(request, "package/check.html", context, status=422 if form.errors else 200)


def _result(request: HttpRequest, check: Check) -> HttpResponse:
    context: dict[str, Any] = {
        "today": check.today,
        "office": office_for(check.area, check.today),
        "place": area_names({check.area}).get(check.area, ""),
        "said": _said(check),
        "carried": check.carried(set()),
    }
    try:
        context |= shown(check.reckoned()) | {"for_residents": True}
    except law.LawError as error:
        context["trouble"] = str(error)
    return render(request, "package/check_result.html", context)


def _said(check: Check) -> list[tuple[str, str]]:
    """The answers, read back."""
    names = check.names()
    facts: dict[str, Fact] = check.facts
    return [
        (
            f"{names[who]} · {facts[name].label.partition('（')[0]}",
            law.show_value(value, facts[name].unit, facts[name].choices),
        )
        for (name, who), value in check.answers.items()
    ]
