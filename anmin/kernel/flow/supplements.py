"""What an applicant was asked to bring, told once; and when it may be said that it was not brought."""

from datetime import date

from anmin.kernel.flow.models import Case, Supplement

NOT_BROUGHT = "not_supplemented"  # the lawful ground for not accepting a request, by this name in every service


def ask(case: Case, answers: dict, on: date) -> None:
    """Notes what is missing and until when. No clock runs meanwhile: it is the applicant's turn until that day."""
    case.due_on = date.fromisoformat(answers["due_on"])
    Supplement.objects.create(case=case, items=answers["items"], asked_on=on, due_on=case.due_on)


def too_early(case: Case, answers: dict, on: date) -> tuple[str, ...]:
    """Why it cannot be said yet that the applicant did not bring what was asked for (行政许可法第三十二条)."""
    if answers.get("ground") != NOT_BROUGHT:
        return ()
    asked = getattr(case, "supplement", None)
    if asked is None:
        return ("还没有一次性告知补正，不能以逾期未补正为由不予受理",)
    return (f"补正期限到 {asked.due_on}，次日起才能以逾期未补正为由不予受理",) if on <= asked.due_on else ()
