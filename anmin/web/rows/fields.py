"""What a register's paths lead to: the table, its fields, the labels of its codes."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from anmin.kernel.access.api import User
from anmin.kernel.screens.declare import Choices, ForWhom, Register


def model_of(register: Register) -> type[Model]:
    return apps.get_model(register.source)


def field_at(model: type[Model], path: str) -> Field | None:
    """The model's field at the end of a path; None for a key inside a JSON field."""
    field: Field | None = None
    for part in path.split("__"):
        if part == "pk":
            return model._meta.pk
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        model = field.related_model or model
    return field


def choices_of(register: Register, path: str, declared: Choices, who: User | None = None) -> Mapping[str, str]:
    """Stored codes with labels: as declared, else as the model says. `who` asks, where the choices depend on that."""
    if isinstance(declared, ForWhom):
        return declared.named(who)
    if callable(declared):
        return declared()
    if declared:
        return dict(declared)
    return _model_choices(model_of(register), path)


@cache
def _model_choices(model: type[Model], path: str) -> Mapping[str, str]:
    field = field_at(model, path)
    return {str(code): str(label) for code, label in (getattr(field, "flatchoices", None) or ())}


def says(row: Model, name: str, value: object) -> bool:
    """Whether a row already says `value`. Of what it keeps sealed or decides itself a row may tell by its own `says`."""
    own = getattr(row, "says", None)
    told = own(name, value) if own else None
    if told is not None:
        return told
    blank = ("", 0, None) if value is None else (value,)
    return getattr(row, name) in blank
