"""A person who is typed in: the identity number is read, checked and compared with who is known already."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from anmin.kernel.people.api import (
    ETHNICITY_LABELS,
    RELATIONS,
    Household,
    Identity,
    IdentityError,
    Membership,
    Person,
    PersonIn,
    age,
    person_by_number,
    read_identity,
)
from anmin.kernel.screens.declare import FormField
from anmin.web.rows.forms import build
from anmin.web.rows.names import NameFault, read_name

HEAD = "02"
OFTEN = ("10", "20", "30", "51", "52", "61", "62", "41", "42", "38", "28", "71", "73", "75", "77", "97", "99")
PHONE = re.compile(r"\+?\d{7,15}")
SEXES = {1: "男", 2: "女"}


class Newcomer:
    """The basics of one person on the page."""

    def __init__(self, prefix: str, on: date, data: Mapping | None, *, head: bool, number: str = "") -> None:
        self.on, self.head = on, head
        fields = [FormField("name", "姓名", hint="与身份证一致"), FormField("number", "身份证号")]
        if not head:
            fields.append(FormField("relation", "与户主关系", "choice"))
        fields += [
            FormField("phone", "电话", required=False),
            FormField("ethnicity", "民族", "choice", required=False, choices=tuple(ETHNICITY_LABELS.items())),
            FormField("joins", "确认从原来的家庭迁入本户", "bool"),
        ]
        self.form = build(fields, {"relation": relations_to_choose()})(
            data, prefix=prefix, initial={"ethnicity": "01", "number": number}, label_suffix=""
        )
        self.form.fields["number"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "maxlength": "30"}
        self.asks_to_join = bool(data and data.get(f"{prefix}-joins"))
        self.identity: Identity | None = None
        self.person: Person | None = None
        self.problem = ""
        self._read()

    def _read(self) -> None:
        text = self.form["number"].value() or ""
        if not text.strip():
            return
        try:
            self.identity = read_identity(text, on=self.on)
        except IdentityError as error:
            self.problem = f"{error}。"

    @property
    def shown_name(self) -> str:
        return (self.form["name"].value() or "").strip()

    @property
    def age(self) -> int | None:
        return age(self.identity.born_on, self.on) if self.identity else None

    @property
    def told(self) -> str:
        """男 · 1980-05-12 · 46 周岁, as the number says."""
        if not self.identity:
            return ""
        return f"{SEXES[self.identity.sex]} · {self.identity.born_on} 出生 · {self.age} 周岁"

    def check_name(self) -> None:
        """Asked beside the other fields, so that everything to correct is told at once."""
        if typed := self.form.cleaned_data.get("name", "") if self.form.is_bound else "":
            try:
                self.form.cleaned_data["name"] = read_name(typed)
            except NameFault as error:
                self.form.add_error("name", str(error))

    def check_known(self, household: Household | None) -> None:
        """Compares with the person who bears the number already, and with the household they live in."""
        if self.problem:
            self.form.add_error("number", self.problem)
        if self.identity is None:
            return
        self.person = person_by_number(self.identity.number)
        if self.person is None or not self.form.is_valid():
            return
        name = self.form.cleaned_data["name"]
        if self.person.died_on:
            self.form.add_error("number", f"这个号码的持有人已于 {self.person.died_on} 登记死亡，请核对。")
        elif self.person.name != name:
            self.form.add_error("name", f"这个号码已登记的姓名与“{name}”不同；请对照身份证核对姓名和号码。")
        else:
            self._check_home(household)

    def check_phone(self) -> None:
        """A number that can be called, in plain digits."""
        phone = unicodedata.normalize("NFKC", self.form.cleaned_data.get("phone", "") if self.form.is_bound else "")
        phone = re.sub(r"[\s()\-]", "", phone)
        if phone and not PHONE.fullmatch(phone):
            self.form.add_error("phone", "请填写 11 位手机号，或区号加固定电话；没有电话的留空。")
        elif phone:
            self.form.cleaned_data["phone"] = phone

    def _check_home(self, household: Household | None) -> None:
        now = Membership.objects.filter(person=self.person, until__isnull=True).select_related("household").first()
        if now is None or (household and now.household_id == household.pk):
            return
        home = now.household
        if home.head_id == self.person.pk:
            where = f"{self.person.name}是家庭 {home.number} 的户主"
            self.form.add_error("number", f"{where}。请在上方查到该家庭后为该户申请；并户的先办理家庭变化。")
        elif not self.form.cleaned_data["joins"]:
            self.asks_to_join = True
            self.form.add_error(
                "number", f"{self.person.name}现在是家庭 {home.number} 的成员。确实改为随本户生活的，勾选下面的确认。"
            )

    def person_in(self, facts: dict, status: dict) -> PersonIn:
        """The person as the people room takes them in."""
        said = self.form.cleaned_data
        return PersonIn(
            said["name"].strip(), self.identity.number, self.identity.sex, self.identity.born_on,
            HEAD if self.head else said["relation"], said["ethnicity"] or "01", said["phone"].strip(), **status,
            facts=facts,
        )  # fmt: skip


def relations_to_choose() -> dict[str, str]:
    """The relations that occur in households, the rare ones after."""
    often = {code: RELATIONS[code] for code in OFTEN}
    return often | {c: label for c, label in RELATIONS.items() if c not in often and c not in ("01", HEAD)}
