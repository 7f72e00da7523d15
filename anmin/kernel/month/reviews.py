"""Re-review (复核) of recipient households: opened for a reason with a term, looked into by one, decided by another."""

from datetime import date

from anmin.kernel.flow.api import Period, due, working_calendar
from anmin.kernel.month.declare import Review as Declared
from anmin.kernel.month.review_models import Review
from anmin.kernel.people.api import Household, LifeEvent
from anmin.kernel.service import service

WAITING = (Review.State.OPEN, Review.State.PROPOSED)


def declared(programme: str) -> Declared | None:
    """How the service looks at its recipients again; None where it does not."""
    return service(programme).reviews


def open_review(
    household: Household, programme: str, *, cause: str, why: str, on: date, kind: str = "", event: LifeEvent | None = None,
) -> Review | None:  # fmt: skip
    """Opens a review with its term, or adds the reason to the one that waits already; None where none is declared.

    `kind` of a life event chooses the term. Runs inside `audit.acting`.
    """
    words = declared(programme)
    if words is None:
        return None
    term = words.after.get(kind) or words.after.get("", "1 month")
    due_on = due(Period.parse(term), on, working_calendar()).limit_on
    waiting = Review.objects.filter(household=household, programme=programme, state__in=WAITING).first()
    if waiting is None:
        return Review.objects.create(
            household=household, programme=programme, area=household.area, cause=cause, why=why, event=event,
            opened_on=on, due_on=due_on,
        )  # fmt: skip
    if why not in waiting.why:
        waiting.why = f"{waiting.why}; {why}"
        waiting.due_on = min(waiting.due_on, due_on)
        waiting.state = Review.State.OPEN  # something new is known: what was proposed no longer rests on everything
        waiting.save()
    return waiting
