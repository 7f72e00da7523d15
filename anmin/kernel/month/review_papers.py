"""The paper by which a household is told of a change, its reason and its rights (民发〔2021〕57号 第三十二条)."""

from datetime import date
from typing import Any

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.flow.api import Matter, add_months, masked_name, produce, receipt_from
from anmin.kernel.law import api as law
from anmin.kernel.month.review_models import Review, ReviewPaper
from anmin.kernel.month.tapers import declared, limit
from anmin.kernel.people.api import Person, masked_id, members_on, unseal_bytes
from anmin.kernel.places.api import area_names, codes, office_for
from anmin.kernel.service import service

CHANGE = {Review.Outcome.UP: "increase", Review.Outcome.DOWN: "decrease", Review.Outcome.STOP: "stop"}


def issue(review: Review, on: date) -> ReviewPaper | None:
    """Makes the paper of a decided change, with the reckoning; None where the service declares none."""
    kind = service(review.programme)
    name = kind.reviews.paper if kind.reviews else ""
    if not name:
        return None
    made = produce(kind, name, matter_of(review, on))
    return ReviewPaper.objects.create(
        review=review,
        title=made.title,
        number=made.number,
        made_on=on,
        docx=made.docx,
        pdf=made.pdf,
        digest=made.digest,
    )


def open_review_paper(paper: ReviewPaper, form: str, *, who: User) -> bytes:
    """The file of an issued paper, `docx` or `pdf`; giving it out is recorded."""
    record("look", "month_reviewpaper", paper.pk, actor=who.actor, form=form, title=paper.title)
    return unseal_bytes(getattr(paper, form))


def reckoning_of(review: Review) -> law.Reckoning | None:
    """The reckoning behind a proposed or decided review again, with every step; persons bear their names."""
    if "facts" not in review.basis:
        return None
    facts, home = review.basis["facts"], review.household
    known = {fact.name for fact in law.facts_of(review.programme)}
    names = dict(Person.objects.filter(pk__in=review.basis["who"]).values_list("pk", "name"))
    people = [
        {k: v for k, v in one.items() if k in known} | {"name": names[pk]}
        for pk, one in zip(review.basis["who"], facts["persons"], strict=True)
    ]
    return law.reckon(
        review.programme, date.fromisoformat(review.basis["law_day"]), home.area, home.urban_rural,
        household={k: v for k, v in facts["household"].items() if k in known}, persons=people, table=law.stored_numbers(),
    )  # fmt: skip


def receipt_of_review(review: Review) -> Any:
    """The reckoning as a receipt, None before anything was proposed."""
    done = reckoning_of(review)
    return receipt_from(done, service(review.programme).receipt, review.checked_on) if done else None


def matter_of(review: Review, on: date) -> Matter:
    """What the paper speaks of. A 渐退 tells of the end of payment after its months."""
    home, kind = review.household, service(review.programme)
    town, county = codes.at_level(home.area, "town") or home.area, codes.at_level(home.area, "county") or home.area
    names = area_names({home.area, town, county}, on)
    starts, change = review.pays_from, CHANGE.get(review.outcome)
    if review.outcome == Review.Outcome.TAPER:
        taper = review.household.tapers.filter(programme=review.programme, until__isnull=True).first()
        starts, change = add_months(taper.since, limit(declared(review.programme), taper, taper.since)), "stop"
    if change is None:
        change = "increase" if review.persons_after >= review.persons_before else "decrease"
    answers = {"change": change, "old": review.amount_before, "new": review.amount_after, "from_on": starts.isoformat()}
    if review.outcome == Review.Outcome.TAPER:
        answers["new"] = 0
    return Matter(
        case_number=f"{home.number}-复核{review.pk}", service=review.programme, service_label=kind.label,
        applicant=home.head.name, applicant_id=masked_id(home.head), masked_name=masked_name(home.head.name),
        members=tuple(m.person.name for m in members_on(home, on)), village=names.get(home.area, ""),
        town=names.get(town, ""), county=names.get(county, ""), office=office_for(county, on), made_on=on,
        received_on=review.opened_on, accepted_on=review.opened_on, law_day=review.pays_from, due_on=review.due_on,
        amount_month=review.amount_after or None, results=review.basis.get("results", {}), reasons=(), reckoning=None,
        notice=None, supplement=None, pays_from=starts, receipt=receipt_of_review(review), reason=review.reason,
        answers=answers, area=home.area,
    )  # fmt: skip
