"""Public notices: opened with proof, ended with proof after their full term, showing only what may be shown."""

from datetime import date

from django.db.models import QuerySet

from anmin.kernel.flow.clocks import Period, due
from anmin.kernel.flow.days import working_calendar
from anmin.kernel.flow.models import Case, Notice, Objection
from anmin.kernel.flow.objections import file_objection
from anmin.kernel.people.api import members_on
from anmin.kernel.places.api import within


class NoticeRefused(Exception):
    """A notice cannot be opened or ended now; the text says why."""


def masked_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三: the family knows, the search engine does not."""
    if len(name) <= 1:
        return name
    return name[0] + "*" * max(len(name) - 2, 1) + (name[-1] if len(name) > 2 else "")


def shown(case: Case, on: date) -> dict:
    """What the law lets a notice say: name, number of members, amount, village (民发〔2021〕57号第二十四条)."""
    return {
        "name": masked_name(case.applicant.name),
        "members": case.reckoning.get("results", {}).get("members_counted", len(members_on(case.household, on))),
        "amount_month": case.amount_month,
    }


def follow(case: Case, doing: str, on: date, answers: dict, here: str = "") -> None:
    """Opens ("open 7 CD", or for as long as it must hang `here`), ends ("end") or breaks off ("dispute") the notice."""
    verb, _, length = doing.partition(" ")
    if verb == "open":
        open_notice(case, here or length, on, proof=answers.get("proof", ""))
    elif verb == "end":
        end_notice(case, on, proof=answers.get("proof", ""))
    else:
        dispute(case, on, answers)


def open_notice(case: Case, length: str, on: date, *, proof: str) -> Notice:
    """Posts the notice; the day of posting is not counted."""
    ends = due(Period.parse(length), on, working_calendar())
    return Notice.objects.create(
        case=case, area=case.area, content=shown(case, on), opens_on=on, closes_on=ends.target_on, opened_proof=proof
    )


def end_notice(case: Case, on: date, *, proof: str) -> Notice:
    """Takes the notice down after its full term. Raises NoticeRefused before that."""
    notice = case.notices.get(ended_on__isnull=True)
    if on <= notice.closes_on:
        raise NoticeRefused(f"公示期到 {notice.closes_on} 届满，次日起才能结束公示。")
    notice.ended_on, notice.ended_proof = on, proof
    notice.save()
    return notice


def dispute(case: Case, on: date, answers: dict) -> None:
    """Someone objects during the notice: it breaks off, the case is marked, and the objection is filed.

    `answers["objection"]` names one that came in by itself, over the public page, and is now taken up.
    """
    case.notices.filter(ended_on__isnull=True).update(ended_on=on, disputed=True, ended_proof=answers.get("proof", ""))
    case.disputed = True
    case.save(update_fields=["disputed"])
    if not case.objections.filter(pk=answers.get("objection") or None, about=Objection.About.NOTICE).exists():
        file_objection(
            case, on, about=Objection.About.NOTICE, from_whom=answers.get("from_whom", ""),
            channel=answers.get("channel", ""), content=answers.get("content", ""),
        )  # fmt: skip


def break_off(case: Case, on: date, why: str) -> None:
    """A case that is withdrawn or ended takes its notice down at once."""
    case.notices.filter(ended_on__isnull=True).update(ended_on=on, broken_off=why)


def running(areas: list[str], today: date) -> QuerySet[Notice]:
    """Notices that may be shown to everyone today inside `areas`: open, and their term not over."""
    rows = Notice.objects.filter(within(areas), ended_on__isnull=True, opens_on__lte=today, closes_on__gte=today)
    return rows.select_related("case").order_by("area", "opens_on", "id")
