"""Official papers as they were issued: made from the case, kept sealed, given out again unchanged."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date

from anmin.kernel.access.api import User
from anmin.kernel.audit.api import record
from anmin.kernel.flow.matter import Matter, matter_of
from anmin.kernel.flow.models import Case, Paper
from anmin.kernel.people.api import seal_bytes, unseal_bytes
from anmin.kernel.service import Service

_paperless: ContextVar[bool] = ContextVar("paperless", default=False)


@contextmanager
def without_papers() -> Iterator[None]:
    """Moves made inside issue no papers: for cases whose papers exist elsewhere (demo county, an older system)."""
    token = _paperless.set(True)
    try:
        yield
    finally:
        _paperless.reset(token)


def issue(
    case: Case, kind: Service, name: str, on: date, *, reason: str = "", answers: dict | None = None
) -> Paper | None:
    """Makes one paper of a case as Word and PDF. Numbered kinds get the next number of their office and year."""
    if _paperless.get():
        return None
    matter = matter_of(
        case, kind.label, on, county_paper=kind.papers[name].by_county, reason=reason, answers=answers or {}
    )
    made = produce(kind, name, matter)
    return Paper.objects.create(
        case=case, kind=name, title=made.title, number=made.number, made_on=on, docx=made.docx, pdf=made.pdf,
        digest=made.digest,
    )  # fmt: skip


@dataclass(frozen=True)
class Produced:
    """A paper as Word and PDF, both sealed, with its number and the SM3 of the Word file."""

    title: str
    number: str
    docx: bytes
    pdf: bytes
    digest: str


def produce(kind: Service, name: str, matter: Matter) -> Produced:
    """Makes a paper of a service from what it is to speak of, and gives it its number."""
    from anmin.kernel.flow.cases import next_number
    from anmin.kernel.flow.papers.api import render

    maker = kind.papers[name]
    if maker.numbered:
        area, prefix = (matter.office.area, matter.office.document_prefix) if matter.office else (matter.area[:6], "")
        year_number = next_number(f"paper:{kind.name}:{name}", area, matter.made_on.year)
        matter = replace(matter, number=f"{prefix}{maker.prefix}〔{matter.made_on.year}〕{year_number}号")
    paper = maker.make(matter)
    docx, pdf = render(paper, "docx"), render(paper, "pdf")
    digest = hashlib.new("sm3", docx).hexdigest()
    return Produced(maker.label, matter.number, seal_bytes(docx), seal_bytes(pdf), digest)


def open_paper(paper: Paper, form: str, *, who: User) -> bytes:
    """The file of an issued paper, `docx` or `pdf`; giving it out is recorded."""
    record("look", "flow_paper", paper.pk, actor=who.actor, form=form, title=paper.title)
    return unseal_bytes(getattr(paper, form))
