"""What is at hand in a case: read once, judged by needs, shown by pages."""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

from anmin.kernel.access.api import GIVEN, Account, Statement, User, statement
from anmin.kernel.flow.declare import Duty, Move, Standing
from anmin.kernel.flow.models import Case, Notice, Record, Step
from anmin.kernel.people.api import Membership, age, members_on, seal, signed_and_kin, unseal

ADULT = 18
WORKED = (Duty.HANDLE, Duty.CHECK)


@dataclass
class Dossier:
    """A case with all that lies in it on a day, in five queries. Members bear `signed` and, for `who`, `is_kin`."""

    case: Case
    today: date
    who: User | None
    members: list[Membership]
    records: list[Record]
    notices: list[Notice]
    steps: list[Step]

    @classmethod
    def load(cls, case: Case, who: User | None, today: date) -> "Dossier":
        """Reads everything; `case` comes best with its supplement selected along."""
        lying = [rows.things(case.pk) for rows in _of_a_case()]
        for row in (row for rows in lying for row in rows):
            row.case = case
        return cls(case, today, who, _members(case, who, today), *lying)

    @cached_property
    def filed(self) -> dict[str, list[dict]]:
        """What was written in each form, opened; `nth` its place in time, `on` which day and `by` whose account."""
        found: dict[str, list[dict]] = {}
        for record in self.records:
            found.setdefault(record.form, []).append(
                {"nth": record.pk, "on": record.on, "by": record.by_id, **json.loads(unseal(record.answers))}
            )
        return found

    @cached_property
    def standing(self) -> Standing:
        """What needs may look at."""
        case, notice = self.case, self.notices[-1] if self.notices else None
        return Standing(
            state=case.state,
            channel=case.channel,
            near_kin=case.near_kin,
            disputed=case.disputed,
            records=self.filed,
            consents_missing=tuple(m.person.name for m in self.adults if not m.signed),
            supplement_open=self.supplement_open,
            notice=_notice_word(notice),
            notice_closes_on=notice.closes_on if notice else None,
            eligible=case.reckoning.get("results", {}).get("eligible"),
            amount_month=case.amount_month,
            reasons=tuple(reason["text"] for reason in case.reckoning.get("reasons", ())),
            today=self.today,
            disputes=sum(notice.disputed for notice in self.notices),
            results=case.reckoning.get("results", {}),
        )

    def receives(self, record: Record) -> None:
        """A form that was filed just now lies in the case too."""
        self.records.append(record)
        for told in ("filed", "standing"):
            self.__dict__.pop(told, None)

    def after(self, move: Move) -> Standing:
        """What is at hand once the move was made: a dispute is one more to answer."""
        told = self.standing
        return replace(told, disputed=True, disputes=told.disputes + 1) if move.notice == "dispute" else told

    @property
    def supplement_open(self) -> bool:
        """Whether the applicant was asked for more and has not answered."""
        supplement = getattr(self.case, "supplement", None)
        return bool(supplement and supplement.answered_on is None)

    @property
    def forms(self) -> set[str]:
        """The forms that were filled in."""
        return {record.form for record in self.records}

    @property
    def adults(self) -> list[Membership]:
        return [m for m in self.members if age(m.person.born_on, self.today) >= ADULT]

    @property
    def is_kin(self) -> bool:
        """Whether the user must keep away from this case (回避)."""
        return any(m.is_kin for m in self.members)

    @property
    def has_worked(self) -> bool:
        """Whether the user handled or checked the case, or signed a form of it: then they cannot decide it."""
        mine = self.who.account.pk if self.who else None
        signed = any(mine in (r.by_id, r.second_by_id) for r in self.records)
        return signed or any(s.actor_id == mine and s.duty in WORKED for s in self.steps)


def _members(case: Case, who: User | None, today: date) -> list[Membership]:
    """The head first. An authorisation counts on the days for which it was signed (社会救助暂行办法第五十八条)."""
    rows = members_on(case.household, today)
    signed, kin = signed_and_kin([row.person_id for row in rows], who.account.pk if who else None, today)
    for row in rows:
        row.signed, row.is_kin = row.person_id in signed, row.person_id in kin
    return rows


@cache
def _of_a_case() -> tuple[Statement, Statement, Statement]:
    """Its records, notices and steps, in their order."""
    return (
        statement(Record.objects.filter(case=GIVEN).select_related("by", "second_by").order_by("id")),
        statement(Notice.objects.filter(case=GIVEN).order_by("id")),
        statement(Step.objects.filter(case=GIVEN).select_related("actor").order_by("id")),
    )


def standing_of(case: Case, today: date) -> Standing:
    """What is at hand in a case, for whoever asks."""
    return Dossier.load(case, None, today).standing


def _notice_word(notice: Notice | None) -> str:
    if notice is None:
        return "none"
    if notice.disputed:
        return "disputed"
    return "ended" if notice.ended_on else "running"


def store_record(case: Case, form: str, answers: dict, *, by: Account, second_by: Account | None, on: date) -> Record:
    """Keeps a filled-in form sealed. `filing.file_record` is what others call."""
    return Record.objects.create(
        case=case, form=form, on=on, by=by, second_by=second_by, answers=seal(json.dumps(answers, ensure_ascii=False))
    )


def opened_record(record: Record) -> dict:
    """What a filed form says."""
    return json.loads(unseal(record.answers))
