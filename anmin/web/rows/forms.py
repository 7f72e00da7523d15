"""Forms drawn from declared fields: of registers here, of a case's moves and records elsewhere.

A field needs `name`, `label`, `kind`, `required`, `choices`, `hint`, so that the words of screens and of flow both fit.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from anmin.kernel.places.api import divisions_on

WIDE = ("long", "many", "file")
EMPTY, UNCHOSEN = "请填写“{label}”。", "请选择“{label}”。"


class Yuan(forms.DecimalField):
    """Asked in yuan, kept in fen; thousands separators and full-width digits are understood."""

    unit = "元"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(decimal_places=2, max_digits=14, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: object) -> Decimal | None:
        if isinstance(value, str) and "e" in value.lower():  # 1e9 is a number to the machine, not an amount to a clerk
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(tidy_number(value) if isinstance(value, str) else value)

    def clean(self, value: object) -> int | None:
        yuan = super().clean(value)
        return None if yuan is None else int(yuan * 100)

    def prepare_value(self, value: object) -> object:
        return f"{value // 100}.{value % 100:02d}" if isinstance(value, int) else value


class Whole(forms.IntegerField):
    """A whole number; the same lenience in reading."""

    def to_python(self, value: object) -> int | None:
        return super().to_python(tidy_number(value) if isinstance(value, str) else value)


def tidy_number(text: str) -> str:
    wide = {ord("０") + i: str(i) for i in range(10)} | {
        ord("．"): ".",
        ord("，"): "",
        ord(","): "",
        ord(" "): "",
        ord("￥"): "¥",
    }
    return text.strip().translate(wide).removeprefix("¥").removesuffix("元")


def build(fields: Iterable[Any], choices: Mapping[str, Mapping[str, str]] | None = None) -> type[forms.Form]:
    """A form class for declared fields. `choices` gives options that depend on the user (areas) by field name."""
    made = {each.name: _field(each, (choices or {}).get(each.name)) for each in fields}
    return type("DeclaredForm", (forms.Form,), {**made, "use_required_attribute": False})


def _field(each: Any, given: Mapping[str, str] | None) -> forms.Field:
    options = given if given is not None else _options(each)
    always = each.required and getattr(each, "when", None) is None  # what depends on another answer is asked for later
    common = {"label": each.label, "required": always, "help_text": each.hint}
    field = _of_kind(each.kind, common, list(options.items()))
    field.wide = each.kind in WIDE
    field.error_messages["required"] = (UNCHOSEN if options else EMPTY).format(label=each.label)
    widget = field.widget
    if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
        widget.attrs["class"] = "form-select"
    elif not isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        widget.attrs["class"] = "form-control"
    else:
        widget.attrs["class"] = "form-check-input m-0"
    if getattr(each, "readonly", False):
        field.lasting = True
    return field


def _options(each: Any) -> Mapping[str, str]:
    return each.choices() if callable(each.choices) else dict(each.choices)


def _of_kind(kind: str, common: dict, options: list[tuple[str, str]]) -> forms.Field:
    match kind:
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "number":
            wrong = {"invalid": "请写整数，例如 12。", "min_value": "不能小于 0。"}
            return Whole(min_value=0, error_messages=wrong, widget=forms.TextInput({"inputmode": "numeric"}), **common)
        case "money":
            wrong = {
                "invalid": "请写金额，例如 1234.50。",
                "max_decimal_places": "金额最多到分（两位小数）。",
                "min_value": "不能小于 0。",
            }
            return Yuan(min_value=0, error_messages=wrong, **common)
        case "date":
            wrong = {"invalid": "日期请写成 2026-10-09 的样子。"}
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
            return forms.DateField(input_formats=formats, error_messages=wrong, widget=widget, **common)
        case "choice" if len(options) <= 4 and common["required"]:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, error_messages=_pick(), **common)
        case "choice" | "area":
            return forms.ChoiceField(choices=[("", "请选择"), *options], error_messages=_pick(), **common)
        case "many":
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=options, widget=boxes, error_messages=_pick(), **common)
        case "bool":
            return forms.BooleanField(**{**common, "required": False})
        case "file":
            return forms.FileField(error_messages={"empty": "这个文件是空的。请检查后重新选择。"}, **common)
    return forms.CharField(**common)


def _pick() -> dict[str, str]:
    return {"invalid_choice": "“%(value)s”不在可选范围内，请从列表里选。"}


def areas_to_choose(scope: Q, levels: tuple[int, ...] = (4, 5)) -> dict[str, str]:
    """Townships and villages of today inside `scope` (on `code`), villages named with their township."""
    rows = divisions_on(timezone.localdate()).filter(scope, level__in=levels).order_by("code")
    towns: dict[str, str] = {}
    found: dict[str, str] = {}
    for code, name, level in rows.values_list("code", "name", "level"):
        if level == 4:
            towns[code[:9]] = name
        found[code] = f"{towns[code[:9]]} {name}" if level == 5 and code[:9] in towns else name
    return found
