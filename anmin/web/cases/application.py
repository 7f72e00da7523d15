"""An application as it is typed in at the desk: household, members, what they declare, who signed.

Nothing is written here: `Application` reads and checks what was sent, and makes of it what the rooms take in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from anmin.kernel.access.api import User, staff_of
from anmin.kernel.access.declare import OPEN_CASES
from anmin.kernel.people.api import (
    AccountError,
    Consent,
    Household,
    HouseholdIn,
    Kin,
    Membership,
    Person,
    PersonIn,
    Status,
    age,
    facts_on,
    masked_account,
    masked_id,
    members_on,
    read_account,
    relation_label,
    unseal,
)
from anmin.kernel.places.api import codes
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.cases.facts import Section, answers, fact_form, out_of_range, sections
from anmin.web.cases.newcomer import Newcomer
from anmin.web.cases.said import channels_for, split, unusual
from anmin.web.rows.forms import areas_to_choose, build
from anmin.web.rows.names import NameFault, read_name

ADULT = 18
KIN = tuple(Kin._meta.get_field("relation").choices)
MOST = 15

HOME = (
    FormField("area", "居住的村（社区）", "area"),
    FormField("urban_rural", "城乡", "choice", choices=(("rural", "农村"), ("urban", "城镇"))),
    FormField("address", "住址", required=False, hint="门牌或组别；密封保存"),
    FormField("bank_name", "开户行", required=False),
    FormField("bank_account", "银行账号", required=False, hint="批准后保障金打到这个账户；密封保存"),
    FormField("payee_name", "开户名", required=False),
)


@dataclass
class Member:
    """One member on the page: known already (`row`), or typed in now (`newcomer`)."""

    place: int
    facts: forms.Form
    sections: list[Section]
    consent: forms.Form
    row: Membership | None = None
    newcomer: Newcomer | None = None
    identity: str = ""
    relation: str = ""
    signed: bool = False
    age: int | None = None

    @property
    def name(self) -> str:
        return self.row.person.name if self.row else self.newcomer.shown_name

    @property
    def forms(self) -> list[forms.Form]:
        return [*([self.newcomer.form] if self.newcomer else []), self.facts, self.consent]


class Application:
    """Everything on the page, filled from what is known of `household` and from what was sent."""

    def __init__(
        self, name: str, who: User, on: date, data: QueryDict | None, household: Household | None, number: str = ""
    ) -> None:
        self.name, self.who, self.on, self.data, self.household = name, who, on, data, household
        home, people = facts_on(household, on, recorded=True) if household else ({}, [])
        self.known = {person.pk: facts for person, facts in people}
        self.rows = members_on(household, on) if household else []
        self.home = self._home_form()
        self.home_facts = fact_form(name, "household", data, "h", home)
        self.home_sections = sections(self.home_facts, name)
        self.members = list(self._members(number))
        self.about = self._about_form()

    # ── what is drawn
    def _home_form(self) -> forms.Form | None:
        if self.household:
            return None
        areas = areas_to_choose(self.who.scope(OPEN_CASES, "code"))
        areas = {code: label for code, label in areas.items() if codes.level(code) == "village"}
        only = next(iter(areas)) if len(areas) == 1 else ""
        return build(HOME, {"area": areas})(
            self.data, prefix="home", initial={"area": only, "urban_rural": "rural"}, label_suffix=""
        )

    def _members(self, number: str) -> Iterator[Member]:
        signed = set()
        if self.rows:
            valid = Consent.objects.filter(person__in=[r.person_id for r in self.rows], signed_on__lte=self.on)
            signed = set(valid.exclude(until__lt=self.on).values_list("person_id", flat=True))
        for row in self.rows:
            yield self._known_member(row, row.person_id in signed)
        for place in self._places():
            prefix = f"n{place}"
            first = not self.rows and place == 0
            data = self.data if self.data and f"{prefix}-name" in self.data else None  # just added: nothing sent yet
            newcomer = Newcomer(prefix, self.on, data, head=first, number=number if first else "")
            facts = fact_form(self.name, "person", data, prefix, {})
            yield Member(
                place,
                facts,
                sections(facts, self.name),
                self._consent_form(prefix, data),
                newcomer=newcomer,
                age=newcomer.age,
            )

    def _places(self) -> list[int]:
        """Numbers of the newcomers on the page. They keep their number when another is taken away."""
        if not self.data:
            return [] if self.rows else [0]
        return [int(n) for n in self.data.getlist("newcomer") if n.isdigit()][:MOST]

    def _known_member(self, row: Membership, signed: bool) -> Member:
        prefix = f"p{row.person_id}"
        facts = fact_form(self.name, "person", self.data, prefix, self.known[row.person_id])
        return Member(
            row.person_id, facts, sections(facts, self.name), self._consent_form(prefix, self.data), row=row,
            identity=masked_id(row.person), relation=relation_label(row.relation), signed=signed,
            age=age(row.person.born_on, self.on),
        )  # fmt: skip

    def _consent_form(self, prefix: str, data: QueryDict | None) -> forms.Form:
        fields = (
            FormField("consent", "已签署家庭经济状况核对授权书", "bool"),
            FormField("signer", "监护人代签", required=False, hint="无民事行为能力或限制行为能力的，填监护人姓名"),
        )
        return build(fields)(data, prefix=f"{prefix}c", label_suffix="")

    def _about_form(self) -> forms.Form:
        role = self.who.role_at(self.household.area, OPEN_CASES.roles) if self.household else None
        channels = channels_for(frozenset([role]) if role else self.who.roles)
        names = {str(i): m.name or f"第 {i + 1} 名成员" for i, m in enumerate(self.members)}
        fields = (
            FormField("applicant", "申请人", "choice", hint="由一名共同生活的成员提出"),
            FormField("channel", "申请方式", "choice"),
            FormField("brought_by", "代办人或转办来源", required=False, hint="代办的写代办人姓名，转办的写来源和编号"),
            FormField("proxy_paper", "已收委托书（代办时）", "bool"),
            FormField(
                "kin", "近亲属声明", "choice", hint="与经办本项业务的工作人员、村（居）委会成员有无近亲属关系（须如实声明）",
                choices=(("no", "没有"), ("yes", "有")),
            ),
            FormField("kin_who", "有的，写明是谁、什么关系", required=False, hint="例：村委会委员李某，兄弟"),
            FormField("kin_staff", "是这里的经办人员的，选出", "choice", required=False, hint="选出后此人自动回避本户各案"),
            FormField("kin_member", "是哪位成员的近亲属", "choice", required=False),
            FormField("kin_relation", "此人是该成员的", "choice", required=False, choices=KIN),
            FormField("law_day", "适用规定的日期", "date", required=False, hint="补录以往申请、适用当时规定的案件时填；平时留空"),
        )  # fmt: skip
        # A page opened in the village names who carries it.
        carried = self.who.account.name if set(channels) == {"proxy"} else ""
        initial = {"applicant": "0", "channel": next(iter(channels), ""), "brought_by": carried}
        area = self.household.area if self.household else min((p.area for p in self.who.posts), default="")
        here = staff_of(codes.at_level(area, "county") or area, self.on) if area else {}
        staff = {"": "不在名单中", **{str(account): told for account, told in here.items()}}
        form = build(fields, {"applicant": names, "channel": channels, "kin_staff": staff, "kin_member": names})(
            self.data, prefix="a", initial=initial, label_suffix=""
        )
        form.fields["brought_by"].wide = form.fields["kin_who"].wide = False
        return form

    @property
    def account(self) -> str:
        return masked_account(self.household) if self.household else ""

    @property
    def kind(self) -> object:
        return service(self.name)

    # ── what is checked
    @property
    def forms(self) -> list[forms.Form]:
        own = [self.home] if self.home else []
        return [*own, *(f for m in self.members for f in m.forms), self.home_facts, self.about]

    def is_valid(self) -> bool:
        """Checks every form, then what only shows when they are seen together."""
        for form in self.forms:
            form.full_clean()
        if self.home_facts.is_valid():
            out_of_range(self.home_facts, self.name, "household")
        for member in self.members:
            if member.facts.is_valid():
                out_of_range(member.facts, self.name, "person")
        self._check_numbers()
        self._check_account()
        self._check_about()
        return all(form.is_bound and not form.errors for form in self.forms)

    def _check_numbers(self) -> None:
        seen = {unseal(row.person.id_number): row.person.name for row in self.rows}
        for member in self.members:
            if not member.newcomer:
                continue
            member.newcomer.check_name()
            member.newcomer.check_known(self.household)
            member.newcomer.check_phone()
            if member.newcomer.identity is None:
                continue
            number = member.newcomer.identity.number
            if number in seen:
                member.newcomer.form.add_error("number", f"与{seen[number]}的号码相同，一个人只能登记一次。")
            seen[number] = member.name

    def _check_account(self) -> None:
        if self.home and self.home.is_bound and (payee := self.home.cleaned_data.get("payee_name")):
            try:
                self.home.cleaned_data["payee_name"] = read_name(payee)
            except NameFault as error:
                self.home.add_error("payee_name", str(error))
        if not self.home or not self.home.is_bound or not self.home.cleaned_data.get("bank_account"):
            return
        try:  # asked beside the other fields, so that everything to correct is told at once
            self.home.cleaned_data["bank_account"] = read_account(self.home.cleaned_data["bank_account"])
        except AccountError as error:
            self.home.add_error("bank_account", str(error))

    def _check_about(self) -> None:
        if not self.about.fields or not self.about.is_bound:
            return
        said = dict.fromkeys(self.about.fields, "") | self.about.cleaned_data  # also where another answer is wrong
        if said["channel"] in ("proxy", "referral") and not said["brought_by"].strip():
            self.about.add_error("brought_by", "代办的请写代办人姓名，转办的请写来源。")
        if said["channel"] == "proxy" and not said["proxy_paper"]:
            self.about.add_error("proxy_paper", "代办须有申请人的委托书；收到后勾选。")
        if said["kin"] == "yes" and not said["kin_who"].strip():
            self.about.add_error("kin_who", "请写明近亲属的姓名、职务和关系，以便单独登记备案。")
        if said["kin_staff"] and not (said["kin"] == "yes" and said["kin_member"] and said["kin_relation"]):
            self.about.add_error("kin_staff", "选了经办人员的，近亲属声明应为“有”，并选明是哪位成员、什么关系。")
        if said["law_day"] and said["law_day"] > self.on:
            self.about.add_error("law_day", "不能晚于今天。")

    # ── what it becomes
    def household_in(self) -> HouseholdIn:
        """The household as the people room takes it in."""
        persons = tuple(self._person_in(m) for m in self.members)
        facts = unusual(answers(self.home_facts, self.name, "household"), self.home_facts)
        if home := self.household:
            return HouseholdIn(
                home.area, home.urban_rural, persons, unseal(home.address), home.bank_name, unseal(home.bank_account),
                home.payee_name, facts,
            )  # fmt: skip
        said = self.home.cleaned_data
        return HouseholdIn(
            said["area"], said["urban_rural"], persons, said["address"], said["bank_name"], said["bank_account"],
            said["payee_name"] or (persons[0].name if said["bank_account"] else ""), facts,
        )  # fmt: skip

    def _person_in(self, member: Member) -> PersonIn:
        said = answers(member.facts, self.name, "person")
        if row := member.row:
            states = {s.kind: s for s in Status.objects.filter(person=row.person, until__isnull=True)}
            facts, status = split(said, member.facts, states)
            p: Person = row.person
            return PersonIn(
                p.name, unseal(p.id_number), p.sex, p.born_on, row.relation, p.ethnicity, "", **status, facts=facts
            )
        facts, status = split(said, member.facts, {})
        return member.newcomer.person_in(facts, status)

    def signatures(self) -> Iterator[tuple[int, str]]:
        """Which members (by place on the page) signed now, and who signed for them."""
        for place, member in enumerate(self.members):
            if member.consent.cleaned_data["consent"] and not member.signed:
                yield place, member.consent.cleaned_data["signer"].strip()
