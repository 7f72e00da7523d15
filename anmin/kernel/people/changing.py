"""Corrections of one person's basics at the desk. Runs inside `audit.acting`."""

from django.core.exceptions import ValidationError

from anmin.kernel.people.code_sets import DISABILITIES, ETHNIC_GROUPS
from anmin.kernel.people.models import Person
from anmin.kernel.people.names import pinyin_of
from anmin.kernel.people.sealed import seal, unseal

ETHNICITY_LABELS = {choice.value: choice.label for choice in ETHNIC_GROUPS}  # GB/T 3304
DISABILITY_LABELS = {choice.value: choice.label for choice in DISABILITIES}  # GB/T 26341


def change_person(person: Person, values: dict) -> Person:
    """Changes name, 民族, areas or phone. Number, sex and birth date come from the identity paper and stay.

    A `phone` of None stays as it is; an empty one is removed. Raises ValidationError naming the field.
    """
    name = "".join(values["name"].split()) if values["name"].isascii() is False else values["name"].strip()
    if len(name) < 2:
        raise ValidationError({"name": f"姓名“{name}”至少两个字, 请按身份证填写。"})
    person.name, person.ethnicity = name, values["ethnicity"]
    person.pinyin, person.initials = pinyin_of(name)
    person.area, person.registered_area = values["area"], values["registered_area"]
    if values.get("phone") is not None and values["phone"] != unseal(person.phone):
        _set_phone(person, values["phone"])
    person.save()
    return person


def _set_phone(person: Person, text: str) -> None:
    number = "".join(c for c in text if c.isdigit() or c == "+")
    if number and not 7 <= len(number.lstrip("+")) <= 15:
        raise ValidationError({"phone": f"电话“{text}”位数不对: 手机 11 位, 固定电话请带区号。"})
    person.phone = seal(number)
