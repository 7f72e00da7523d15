"""What was proposed and given back waits for whoever proposed it, until they propose it again or leave it at that."""

from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.month.event_models import EventProposal, Stopping


class NotToNote(Exception):
    """It is not for this user to note, or there is nothing to. The text says what and why."""


def may_note(row: EventProposal | Stopping, who: User) -> bool:
    """Whether it came back to this user and still waits for them."""
    return row.state == row.State.RETURNED and row.noted_on is None and row.told_by_id == who.account.pk


def note_return(row: EventProposal | Stopping, *, who: User, on: date) -> None:
    """Whoever proposed it leaves it at that. Raises NotToNote. Runs inside `audit.acting`."""
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not may_note(row, who):
        raise NotToNote("退回由提出人本人知悉；这一件没有退回给您，或者您已经知悉。")
    row.noted_on = on
    row.save(update_fields=["noted_on"])


def proposed_again(row: EventProposal | Stopping, on: date, **same: object) -> None:
    """What came back before of the same (`same`: lookups) no longer waits."""
    for each in type(row).objects.filter(state=row.State.RETURNED, noted_on=None, **same).exclude(pk=row.pk):
        each.noted_on = on
        each.save(update_fields=["noted_on"])
