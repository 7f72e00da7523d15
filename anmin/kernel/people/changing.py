"""Corrections of one person's basics and of a household's account at the desk. Runs inside `audit.acting`."""

from datetime import date

from django.core.exceptions import ValidationError

from anmin.kernel.audit.api import Actor, record
from anmin.kernel.people.bank_account import AccountError, card_doubt, read_account
from anmin.kernel.people.code_sets import DISABILITIES, ETHNIC_GROUPS
from anmin.kernel.people.facts import members_on
from anmin.kernel.people.models import Household, Person
from anmin.kernel.people.names import pinyin_of
from anmin.kernel.people.sealed import blind_index, seal, unseal

ETHNICITY_LABELS = {choice.value: choice.label for choice in ETHNIC_GROUPS}  # GB/T 3304
DISABILITY_LABELS = {choice.value: choice.label for choice in DISABILITIES}  # GB/T 26341


def change_person(person: Person, values: dict) -> Person:
    """Changes name, 民族, areas or phone. Number, sex and birth date come from the identity paper and stay.

    A `phone` of None stays as it is; an empty one is removed. Raises ValidationError naming the field.
    """
    name = "".join(values["name"].split()) if values["name"].isascii() is False else values["name"].strip()
    if len(name) < 2:
        raise ValidationError({"name": f"姓名“{name}”至少两个字，请按身份证填写。"})
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
        raise ValidationError({"phone": f"电话“{text}”位数不对：手机 11 位，固定电话请带区号。"})
    person.phone = seal(number)


def change_account(
    home: Household, *, bank_name: str, bank_account: str, payee_name: str, agreement: str, proof: str, actor: Actor, on: date
) -> list[str]:  # fmt: skip
    """Another account for a household, recorded with its proof; returns what is doubtful about it, in words.

    The name is that of a living member, or there is an agreement (代管, 民发〔2021〕57号第二十六条). Raises ValidationError.
    """
    try:
        account = read_account(bank_account)
    except AccountError as wrong:
        raise ValidationError({"bank_account": str(wrong)}) from wrong
    name = "".join(payee_name.split())
    living = [m.person.name for m in members_on(home, on) if m.person.died_on is None]
    if name not in living and not agreement.strip():
        raise ValidationError(
            {
                "agreement": f"{name}不是本户在世的成员，代管须有书面协议（民发〔2021〕57号第二十六条），请填写协议编号和代管人身份。"
            }
        )
    home.bank_name, home.payee_name = bank_name.strip(), name
    if (index := blind_index(account, "bank")) != home.bank_index:
        home.bank_account, home.bank_index, home.bank_tail = seal(account), index, account[-4:]
    home.sealed_index = blind_index("\0".join((unseal(home.address), account)), "household")
    home.save()
    why = "；".join(filter(None, [proof.strip(), agreement.strip() and f"代管协议：{agreement.strip()}"]))
    record("change_account", "people_household", home.pk, actor=actor, reason=why, tail=home.bank_tail)
    others = Household.objects.filter(bank_index=home.bank_index, until__isnull=True).exclude(pk=home.pk).count()
    shared = f"这个账号另有 {others} 户在用，月结时会列入复核，请核实是否代持。" if others else ""
    return [text for text in (card_doubt(account), shared) if text]
