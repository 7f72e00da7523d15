"""A roster that was taken in names recipients: they are listed here, and reckoned when the month is closed."""

from datetime import date

from anmin.kernel.funds.entitle import list_recipients
from anmin.kernel.people.api import after_roster


@after_roster
def list_those(service: str, recipients: list[tuple[int, int | None]], on: date, source: str) -> int:
    """Lists the households of a roster under its service; returns how many were new or differed."""
    return list_recipients(service, recipients, on=on, source=source)
