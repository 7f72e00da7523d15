"""Taking a request of any service along its table: one line per thing that someone does."""

import io
from datetime import date, timedelta

import docx

from anmin.kernel.audit.api import acting
from anmin.kernel.flow import api as flow
from anmin.kernel.people.api import PersonIn
from tests import county as towns

VISIT = {"address": "三盘村 12 号", "present": "本人", "findings": "两间平房", "matches": "yes"}
REPORT = {"sources": "民政、人社、公安、银行", "result": "same"}
PROOF = {"proof": "照片 001，村务公开栏，见证人赵小梅"}


class Request:
    """One case of `service` for a household of these `members`, and the day it is."""

    def __init__(
        self, service: str, county: towns.County, on: date, members: tuple[PersonIn, ...] = towns.MEMBERS,
        consents: bool = True, home: object = None, **facts: object,
    ) -> None:  # fmt: skip
        self.county, self.day = county, on
        self.home = home or towns.household(on, members=members, consents=consents, **facts)
        who = county.user("R3")
        with acting(who.actor):
            self.pk = flow.open_case(service, self.home, self.home.head, who=who, on=on).pk

    @property
    def case(self) -> flow.Case:
        return flow.Case.objects.get(pk=self.pk)

    def moves(self, role: str, name: str, reason: str = "", **answers: object) -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.make_move(self.pk, name, who=who, on=self.day, reason=reason, answers=answers)

    def files(self, role: str, name: str, answers: dict, together: bool = False) -> None:
        who, second = self.county.user(role), self.county.second if together else None
        with acting(who.actor):
            flow.file_record(self.pk, name, answers, who=who, on=self.day, second_by=second)

    def reckons(self, role: str = "R4") -> flow.Case:
        who = self.county.user(role)
        with acting(who.actor):
            return flow.reckon(self.pk, who=who, on=self.day)

    def waits(self, days: int) -> None:
        self.day += timedelta(days=days)

    def investigated(self, **visit: object) -> "Request":
        """Accepted, visited, compared and reckoned."""
        self.moves("R3", "accept")
        self.files("R4", "visit", VISIT | visit, together=True)
        self.files("R4", "check_request", {})
        self.files("R8", "check_report", REPORT)
        return self

    def clocks(self) -> dict[str, flow.CaseClock]:
        return {clock.name: clock for clock in self.case.clocks.all()}

    def paper(self, kind: str) -> str:
        """The words of an issued paper."""
        who = self.county.user("R6")
        with acting(who.actor):
            word = docx.Document(io.BytesIO(flow.open_paper(self.case.papers.get(kind=kind), "docx", who=who)))
        said = [each.text for each in word.paragraphs]
        return "\n".join(said + [cell.text for table in word.tables for row in table.rows for cell in row.cells])
