"""What is at hand in a case: the one thing that needs may look at."""

import json
from datetime import date

from anmin.kernel.access.api import Account
from anmin.kernel.flow.declare import Standing
from anmin.kernel.flow.models import Case, Notice, Record
from anmin.kernel.people.api import Consent, age, members_on, seal, unseal

ADULT = 18


def standing_of(case: Case, today: date) -> Standing:
    """Gathers records, consents, notice and reckoning of a case in a fixed number of queries."""
    notice = case.notices.order_by("-id").first()
    results = case.reckoning.get("results", {})
    supplement = getattr(case, "supplement", None)
    return Standing(
        state=case.state,
        channel=case.channel,
        near_kin=case.near_kin,
        disputed=case.disputed,
        records=_records(case),
        consents_missing=_unsigned(case, today),
        supplement_open=bool(supplement and supplement.answered_on is None),
        notice=_notice_word(notice, today),
        notice_closes_on=notice.closes_on if notice else None,
        eligible=results.get("eligible"),
        amount_month=case.amount_month,
        reasons=tuple(reason["text"] for reason in case.reckoning.get("reasons", ())),
        today=today,
    )


def _records(case: Case) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for record in case.records.order_by("id"):
        found.setdefault(record.form, []).append({"on": record.on, **json.loads(unseal(record.answers))})
    return found


def _unsigned(case: Case, today: date) -> tuple[str, ...]:
    """Adult members without a valid authorisation (社会救助暂行办法第五十八条)."""
    members = [m for m in members_on(case.household, today) if age(m.person.born_on, today) >= ADULT]
    signed = set(
        Consent.objects.filter(person__in=[m.person_id for m in members], signed_on__lte=today)
        .exclude(until__lt=today)
        .values_list("person_id", flat=True)
    )
    return tuple(m.person.name for m in members if m.person_id not in signed)


def _notice_word(notice: Notice | None, today: date) -> str:
    if notice is None:
        return "none"
    if notice.disputed:
        return "disputed"
    return "ended" if notice.ended_on else "running"


def store_record(case: Case, form: str, answers: dict, *, by: Account, second_by: Account | None, on: date) -> Record:
    """Keeps a filled-in form sealed. `cases.file_record` is what others call."""
    return Record.objects.create(
        case=case, form=form, on=on, by=by, second_by=second_by, answers=seal(json.dumps(answers, ensure_ascii=False))
    )
