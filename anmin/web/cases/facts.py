"""The facts of the law as questions of a form: asked in yuan, kept in fen; what is usual is not kept at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils import timezone

from anmin.kernel.flow.declare import FactGroup
from anmin.kernel.law.api import UNIT_WORDS, facts_of, months_before, show_value
from anmin.kernel.law.declare import Fact
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.rows.forms import build

# from the identity number, the household and its place
KNOWN_ELSEWHERE = ("age", "age_month_end", "age_month_before", "relation", "urban_rural")


@dataclass(frozen=True)
class Section:
    """A group of questions as a form draws them: those everybody answers, and those that unfold."""

    label: str
    hint: str
    common: list[forms.BoundField]
    others: list[forms.BoundField]

    @property
    def open(self) -> bool:
        """Something below the fold was answered or is wrong, so it must be seen."""
        return any(field.errors or answered(field) for field in self.others)


def answered(field: forms.BoundField) -> bool:
    value = field.value()
    usual = getattr(field.field, "usual", None)
    return value not in (None, "", usual, str(usual)) and not (value is False and not usual)


def facts_at(name: str, level: str) -> dict[str, Fact]:
    """What a service asks at one level, without what is known already."""
    return {f.name: f for f in facts_of(name) if f.level == level and f.name not in KNOWN_ELSEWHERE}


def fact_form(name: str, level: str, data: Mapping | None, prefix: str, known: Mapping[str, object]) -> forms.Form:
    """The questions of one level for one person or household, filled with what is known."""
    asked = facts_at(name, level)
    form = build([_question(f) for f in asked.values()])(
        data, prefix=prefix, initial={n: _initial(f, known) for n, f in asked.items()}, label_suffix=""
    )
    for fact in asked.values():
        field = form.fields[fact.name]
        field.usual = fact.default
        if unit := _unit(fact):
            field.unit = unit
        if fact.unit.startswith("fen") and not data and not known.get(fact.name):
            form.initial[fact.name] = None  # an empty box says nothing; 0.00 looks like an answer
    return form


def _initial(fact: Fact, known: Mapping[str, object]) -> object:
    """What the box shows first: of a fact that counts time the day that is kept, or that the known number stands for."""
    value = known.get(fact.name, fact.default)
    if not fact.counted or isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    today = timezone.localdate()
    if fact.type == "bool":
        return today - timedelta(days=1) if value else None
    return months_before(today, int(value) - fact.counts_from) if fact.name in known and value else None


def _question(fact: Fact) -> FormField:
    if fact.counted:
        label, _, rest = fact.counted.partition("（")
        return FormField(fact.name, label, "date", required=False, hint=rest.removesuffix("）"))
    label, _, rest = fact.label.partition("（")
    kind = "money" if fact.unit.startswith("fen") else {"bool": "bool", "choice": "choice"}.get(fact.type, "number")
    hint = rest.removesuffix("）") if rest.endswith("）") else ""
    if rest and not hint:
        label = fact.label
    choices = tuple(fact.choices.items())
    return FormField(fact.name, label, kind, required=False, choices=choices, hint=hint)


def _unit(fact: Fact) -> str:
    if fact.counted:  # asked by its day
        return ""
    if fact.unit.startswith("fen"):
        return "元" + "".join("/" + UNIT_WORDS.get(part, part) for part in fact.unit.split("/")[1:])
    return {"person": "人", "month": "个月", "year": "岁"}.get(fact.unit, "")


def answers(form: forms.Form, name: str, level: str) -> dict[str, object]:
    """Every answer of a valid form, with the usual value where nothing was said."""
    given = {n: v.isoformat() if isinstance(v, date) else v for n, v in form.cleaned_data.items()}
    return {
        n: f.default if given.get(n) in (None, "") else given[n]
        for n, f in facts_at(name, level).items()
    }  # fmt: skip


def sections(form: forms.Form, name: str) -> list[Section]:
    """The form's fields in the groups that the service declares; what it forgot comes last."""
    left = dict.fromkeys(form.fields)
    made = []
    for group in service(name).asks:
        common, others = _take(group.common, form, left), _take(group.others, form, left)
        if common or others:
            made.append(Section(group.label, group.hint, common, others))
    if left:
        made.append(Section("其他", "", [], [form[n] for n in left]))
    return made


def _take(names: FactGroup | tuple[str, ...], form: forms.Form, left: dict) -> list[forms.BoundField]:
    found = [n for n in names if n in left]
    for n in found:
        del left[n]
    return [form[n] for n in found]


def out_of_range(form: forms.Form, name: str, level: str) -> None:
    """Adds an error for every number outside what the law can reckon with."""
    for n, fact in facts_at(name, level).items():
        value = form.cleaned_data.get(n)
        if fact.type == "int" and isinstance(value, date) and value > timezone.localdate():
            form.add_error(n, "不能晚于今天。")
        if (
            fact.type == "int"
            and isinstance(value, int)
            and not isinstance(value, bool)
            and not fact.low <= value <= fact.high
        ):
            shown = (show_value(fact.low, fact.unit), show_value(fact.high, fact.unit))
            form.add_error(n, f"应在 {shown[0]} 至 {shown[1]} 之间。")
    _half_a_disability(form)


def _half_a_disability(form: forms.Form) -> None:
    """A category without a grade, or a grade without a category: what is paid would rest on half a certificate."""
    if not {"disability_kind", "disability_grade"} <= form.cleaned_data.keys():
        return
    kind, grade = form.cleaned_data["disability_kind"] or "none", form.cleaned_data["disability_grade"]
    if kind != "none" and not grade:
        form.add_error("disability_grade", "填了残疾类别，请照残疾证填写等级（1 至 4）。")
    elif kind == "none" and grade:
        form.add_error("disability_kind", "填了残疾等级，请照残疾证选择类别；没有残疾证的，等级填 0。")
