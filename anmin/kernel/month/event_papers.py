"""告知书 of what changed a household's money without an application: reason, article, amounts, month, rights."""

from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import Matter, masked_name, produce, receipt_from
from anmin.kernel.flow.declare import written
from anmin.kernel.month.event_models import EventChange, EventPaper
from anmin.kernel.month.review_papers import reckoning_of
from anmin.kernel.people.api import masked_id, members_on, unseal_bytes
from anmin.kernel.places.api import area_names, codes, office_for
from anmin.kernel.service import Service, service

TOLD_AS = {"up": "increase", "down": "decrease", "stop": "stop"}


def issue_papers(changes: Iterable[EventChange], on: date) -> list[EventPaper]:
    """Makes the paper of each change that has none and whose service declares one. Runs inside `audit.acting`."""
    return [paper for change in changes if (paper := _issue(change, on)) is not None]


def _issue(change: EventChange, on: date) -> EventPaper | None:
    kind = service(change.programme)
    name = _named(kind)
    if not name or EventPaper.objects.filter(change=change).exists():
        return None
    made = produce(kind, name, _matter(change, on))
    return EventPaper.objects.create(
        change=change, title=made.title, number=made.number, made_on=on, docx=made.docx, pdf=made.pdf, digest=made.digest
    )  # fmt: skip


def _named(kind: Service) -> str:
    """The service's paper that tells a household of a change; "" where it has none."""
    return (kind.reviews.paper if kind.reviews else "") or ("change" if "change" in kind.papers else "")


def open_event_paper(paper: EventPaper, form: str, *, who: User) -> bytes:
    """The file of an issued paper, `docx` or `pdf`; giving it out is recorded."""
    record("look", "month_eventpaper", paper.pk, actor=who.actor, form=form, title=paper.title)
    return unseal_bytes(getattr(paper, form))


def bound(papers: Iterable[EventPaper], *, who: User) -> bytes:
    """Many papers as one PDF, to be printed at once; giving them out is recorded one by one."""
    from pypdf import PdfReader, PdfWriter

    book = PdfWriter()
    for paper in papers:
        book.append(PdfReader(BytesIO(open_event_paper(paper, "pdf", who=who))))
    target = BytesIO()
    book.write(target)
    return target.getvalue()


def _matter(change: EventChange, on: date) -> Matter:
    """What the paper speaks of. Where nobody is left it goes to the next of kin."""
    home, kind, day = change.household, service(change.programme), change.happened_on
    town, county = codes.at_level(home.area, "town") or home.area, codes.at_level(home.area, "county") or home.area
    names = area_names({home.area, town, county}, on)
    left = members_on(home, max(on, day + timedelta(days=1)))
    told = TOLD_AS.get(change.kind) or ("increase" if change.persons_after >= change.persons_before else "decrease")
    reckoned = reckoning_of(change)
    return Matter(
        case_number=f"{home.number}-变动{change.pk}", service=change.programme, service_label=kind.label,
        applicant=home.head.name if left else f"{home.head.name}的近亲属", applicant_id=masked_id(home.head),
        masked_name=masked_name(home.head.name), members=tuple(m.person.name for m in left),
        village=names.get(home.area, ""), town=names.get(town, ""), county=names.get(county, ""),
        office=office_for(county, on), made_on=on, received_on=day, accepted_on=day, law_day=change.since,
        due_on=None, amount_month=change.amount_after or None, results=change.basis.get("results", {}), reasons=(),
        reckoning=None, notice=None, supplement=None, pays_from=change.since,
        receipt=receipt_from(reckoned, kind.receipt, on) if reckoned else None, reason=written(change.reason),
        answers={"change": told, "old": change.amount_before, "new": change.amount_after,
                 "from_on": change.since.isoformat()},
        area=home.area,
    )  # fmt: skip
