"""Facts of the law as questions, of whoever they concern; what is answered goes back as a document of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from anmin.kernel.law.api import UNIT_WORDS, Fact, FactError, read_fact
from anmin.kernel.package.api import Ask
from anmin.kernel.screens.declare import FormField
from anmin.web.rows.forms import build

YES_NO = (("yes", "是"), ("no", "否"))


def key_of(name: str, who: int | None) -> str:
    """The name of an answer in a form: `h-houses`, `p0-wage_month`."""
    return f"h-{name}" if who is None else f"p{who}-{name}"


def form_of(asks: Iterable[Ask], names: Mapping[int | None, str], data: Mapping | None, *, must: bool) -> forms.Form:
    """One question for each; labels say of whom. With `must`, none may be left out."""
    asks = list(asks)
    form = build([_field(ask, names, must) for ask in asks])(data, label_suffix="", auto_id="id_%s")
    for ask in asks:
        field = form.fields[key_of(ask.fact.name, ask.who)]
        if unit := unit_of(ask.fact):
            field.unit = unit
        if must and ask.fact.unit.startswith("fen") and not ask.fact.required:
            field.initial = 0  # most items are nothing for most people
    return form


def _field(ask: Ask, names: Mapping[int | None, str], must: bool) -> FormField:
    fact = ask.fact
    label, _, rest = fact.label.partition("（")
    hint = fact.question or (rest.removesuffix("）") if rest.endswith("）") else "")
    label = fact.label if rest and not rest.endswith("）") else label
    whose = names.get(ask.who, "")
    kind = "money" if fact.unit.startswith("fen") else {"bool": "choice", "choice": "choice"}.get(fact.type, "number")
    choices = YES_NO if fact.type == "bool" else tuple(fact.choices.items())
    return FormField(key_of(fact.name, ask.who), f"{whose} · {label}" if whose else label, kind, must, choices, hint)


def unit_of(fact: Fact) -> str:
    """元/月, 岁, 个月: what stands behind the box."""
    if fact.unit.startswith("fen"):
        return "元" + "".join("/" + UNIT_WORDS.get(part, part) for part in fact.unit.split("/")[1:])
    return {"person": "人", "month": "个月", "year": "岁", "sqm": "平方米", "day": "天"}.get(fact.unit, "")


def answered(form: forms.Form, asks: Iterable[Ask]) -> dict[tuple[str, int | None], Any]:
    """The answers of a valid form as facts. An answer outside what the law can reckon with becomes an error of the form."""
    found: dict[tuple[str, int | None], Any] = {}
    for ask in asks:
        key = key_of(ask.fact.name, ask.who)
        value = form.cleaned_data.get(key)
        if value in (None, ""):
            continue
        if ask.fact.type == "bool":
            value = value == "yes"
        try:
            found[ask.fact.name, ask.who] = read_fact(ask.fact, value)
        except FactError as error:
            form.add_error(key, str(error))
    return found
