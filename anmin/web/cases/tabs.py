"""What each tab of a case shows. Everything comes from what the page has read; a tab asks at most once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms

from anmin.kernel.access.api import ROLES, Post, User
from anmin.kernel.access.declare import SEE_FINDINGS
from anmin.kernel.flow.api import (
    Case,
    Dossier,
    cannot_answer,
    flow_of,
    in_words,
    objections_of,
    opened_record,
    passed_on,
    receipt_of,
)
from anmin.kernel.flow.declare import Field, Flow, Form
from anmin.kernel.law.api import book, facts_of, show_value
from anmin.kernel.people.api import Membership, age, masked_id, relation_label
from anmin.kernel.places.api import codes
from anmin.kernel.screens.declare import FormField
from anmin.kernel.service import service
from anmin.web.cases.sent import Sent
from anmin.web.rows.forms import build

ANSWER = FormField("result", "处理结果", "long", hint="查明的情况和结论；将答复异议人")
OBJECTION = (
    Field("from_whom", "异议人"),
    Field("channel", "渠道", hint="例：当面、书面、电话"),
    Field("content", "异议内容", "long"),
)


@dataclass(frozen=True)
class MemberLine:
    """A member as the tab shows them."""

    row: Membership
    relation: str
    identity: str
    age: int
    adult: bool
    signed: bool
    counted: bool | None


@dataclass(frozen=True)
class Filed:
    """A filed form, opened."""

    label: str
    cite: str
    on: date
    by: str
    second_by: str
    lines: list[tuple[str, str]]


def context_of(
    tab: str, row: Case, at_hand: Dossier, flow: Flow, who: User, today: date, sent: Sent, query: Mapping
) -> dict:  # fmt: skip
    """The context of one tab."""
    makers = {
        "home": lambda: home(row, at_hand, today),
        "means": lambda: means(row, at_hand),
        "check": lambda: check(row, at_hand, flow, who, sent),
        "reckoning": lambda: reckoning(row, query),
        "papers": lambda: papers(row),
        "notice": lambda: notice(row, at_hand, who, sent),
        "record": lambda: record(at_hand, flow),
    }
    return makers[tab]()


def home(row: Case, at_hand: Dossier, today: date) -> dict:
    """Members with their signatures."""
    adults = {m.pk for m in at_hand.adults}
    out = _uncounted(row)
    lines = [
        MemberLine(
            m, relation_label(m.relation), masked_id(m.person), age(m.person.born_on, today), m.pk in adults, m.signed,
            None if out is None else m.person_id not in out,
        )
        for m in at_hand.members
    ]  # fmt: skip
    return {"members": lines, "unsigned": [line for line in lines if line.adult and not line.signed]}


def _uncounted(row: Case) -> set[int] | None:
    """Persons whom the reckoning left out; None before it."""
    people = row.reckoning.get("persons")
    if people is None:
        return None
    return {who[0] for who, said in zip(row.facts["who"], people, strict=False) if said.get("counted") is False}


def means(row: Case, at_hand: Dossier) -> dict:
    """What the household declared, in the words of the law's facts."""
    declared = row.declared or {"home": {}, "people": {}, "since": None}
    labels = {f.name: f for f in facts_of(row.service)}
    people = [
        (m.person, _told(labels, declared["people"].get(str(m.person_id), {}))) for m in at_hand.members
    ]  # fmt: skip
    return {"declared_on": declared["since"], "home_facts": _told(labels, declared["home"]), "people": people}


def _told(labels: Mapping, facts: Mapping) -> list[tuple[str, str]]:
    found = []
    for name, fact in labels.items():  # in the order in which they were asked
        if name in facts:
            found.append((fact.label.partition("（")[0], show_value(facts[name], fact.unit, fact.choices)))
    return found


def check(row: Case, at_hand: Dossier, flow: Flow, who: User, sent: Sent) -> dict:
    """Filed forms, and the one that is being filled in."""
    form = next((f for f in flow.forms if f.name == sent.form), None)
    if form is None or who.role_at(row.area, form.roles) is None or row.state not in form.states:
        form = None
    return {
        "sees_checks": who.may(SEE_FINDINGS, row.area),
        "filed_forms": filed(at_hand, flow),
        "form": form,
        "record_form": (sent.record or record_form(form, row, who)) if form else None,
    }


def record_form(form: Form, row: Case, who: User, data: object = None) -> forms.Form:
    """The questions of a form; where two must sign, who the second is."""
    made = build(form.fields)(data, prefix="r", label_suffix="")
    if form.signers > 1:
        people = seconds(row.area, who)
        made.fields["second"] = forms.ChoiceField(
            label="第二名办理人员", choices=[("", "请选择"), *people.items()],
            help_text="须两人共同办理，由您提交，第二人签字在纸质表上留存。",
            error_messages={"required": "须两人共同办理，请选择第二人。"},
            widget=forms.Select(attrs={"class": "form-select"}),
        )  # fmt: skip
    return made


def seconds(area: str, who: User) -> dict[str, str]:
    """Others on duty for the area, the nearest first; not those who decide, since who has worked on a case may not."""
    rows = Post.objects.filter(area__in=codes.chain(area), account__is_active=True).exclude(account=who.account)
    rows = rows.exclude(role__in=["R1", "R7", "R9", "R10"]).filter(until__isnull=True).select_related("account")
    found: dict[str, str] = {}
    for post in sorted(rows, key=lambda p: (p.role not in ("R3", "R4", "R6"), p.role, p.pk)):
        found.setdefault(str(post.account_id), f"{post.account.name} · {ROLES[post.role]}")
    return found


def filed(at_hand: Dossier, flow: Flow) -> list[Filed]:
    """Everything that was filed, the newest first."""
    declared = {f.name: f for f in flow.forms}
    made = []
    for each in reversed(at_hand.records):
        form, said = declared.get(each.form), opened_record(each)
        words = in_words(form.fields, said) if form else {k: str(v) for k, v in said.items()}
        labels = {f.name: f.label for f in form.fields} if form else {}
        made.append(
            Filed(
                form.label if form else each.form,
                form.cite if form else "",
                each.on,
                each.by.name,
                each.second_by.name if each.second_by else "",
                [(labels.get(n, n), text) for n, text in words.items()],
            )
        )
    return made


def reckoning(row: Case, query: Mapping) -> dict:
    """The receipt, and the what-if of its first number."""
    if not row.facts:
        return {"receipt": None}
    first = service(row.service).receipt[0].column if service(row.service).receipt else ""
    first = first if first in book().law(row.service).columns() else ""  # only a dated number may be another
    asked, wrong = _asked(query.get("if", ""))
    given = {first: asked} if asked and first else {}
    receipt = receipt_of(row, given)
    number = next((line for line in receipt.lines if line.value), None) if first else None
    suggested = (number.value * 105 // 100 + 999) // 1000 * 1000 if number and not asked else asked
    return {"receipt": receipt, "if_number": number, "if_value": suggested, "if_wrong": wrong}


def _asked(text: str) -> tuple[int | None, str]:
    """Yuan as typed into the what-if, in fen."""
    text = text.strip().replace(",", "")
    if not text:
        return None, ""
    whole, _, part = text.partition(".")
    if not (whole.isdigit() and (part.isdigit() or not part) and len(part) <= 2 and len(whole) <= 6):
        return None, f"“{text}”不是金额，请写成 900 或 900.50。"
    return int(whole) * 100 + int(part.ljust(2, "0") or 0), ""


def papers(row: Case) -> dict:
    """Papers issued so far, without their files."""
    return {"papers": list(row.papers.defer("docx", "pdf").order_by("-id"))}


def notice(row: Case, at_hand: Dossier, who: User, sent: Sent) -> dict:
    """Notices with their proofs; objections with the answer or the form for it."""
    told = []
    for each in objections_of(row):
        can = not cannot_answer(each.row, who, at_hand)
        form = sent.answer.get(each.row.pk) or (
            build((ANSWER,))(prefix=f"o{each.row.pk}", label_suffix="") if can else None
        )
        told.append((each, form))
    takes = flow_of(row).moves_from(row.state)
    dispute = next((m for m in takes if m.notice == "dispute" and who.role_at(row.area, m.roles)), None)
    form = sent.objection or build(OBJECTION)(prefix="ob", initial={"from_whom": row.applicant.name}, label_suffix="")
    return {"objections": told, "dispute": dispute, "objection_form": form}


def record(at_hand: Dossier, flow: Flow) -> dict:
    """Every step with what was written in it."""
    moves = {m.name: m for m in flow.moves}
    lines = []
    for step in reversed(at_hand.steps):
        asks = moves[step.move].asks if step.move in moves else ()
        words = in_words([f for f in asks if f.name != "reason"], step.answers)
        labels = {f.name: f.label for f in asks}
        lines.append((step, ROLES.get(step.role, step.role), [(labels[n], text) for n, text in words.items()]))
    return {"story": lines, "passed": passed_on(at_hand.case)}
