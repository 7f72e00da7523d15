"""A document comes in: read, kept with its rows, and linked to the version it replaces. Runs inside `audit.acting`."""

import hashlib
from dataclasses import asdict, dataclass

from django.db import connection
from django.utils import timezone

from anmin.kernel.plans.api import Document, Quantity, read_bytes, read_text
from anmin.kernel.targets.carrying import carry
from anmin.kernel.targets.models import Item, Plan, Source
from anmin.kernel.targets.numbers import exactly

SURE = 90  # per cent; a row that the reader trusts less, or has a doubt about, is shown as doubtful


@dataclass(frozen=True)
class Kept:
    """`new` is False where the same content was there before."""

    plan: Plan
    new: bool


def actor_id() -> int | None:
    """The account in whose name this transaction writes; None for a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('anmin.actor', true), '')::bigint")
        return cursor.fetchone()[0]


def keep(content: bytes | str, name: str, *, area: str, title: str = "", replaces: Plan | None = None) -> Kept:
    """Reads an uploaded file (bytes) or pasted text (str) and keeps it for `area`.

    The same content is kept once. A document of the same title, or one that names `replaces`, becomes the next version.
    Raises `plans.api.Unreadable` in words; `ValueError` where nothing can be read.
    """
    raw = content.encode() if isinstance(content, str) else content
    digest = hashlib.new("sm3", raw).hexdigest()
    if (before := Plan.objects.filter(area=area, digest=digest).first()) is not None:
        return Kept(before, False)
    document = read_text(content, name) if isinstance(content, str) else read_bytes(content, name)
    if "\0" in document.text:  # PostgreSQL keeps no such character; another in its place moves nothing
        document = read_text(document.text.replace("\0", "\ufffd"), name)
    if not document.text.strip():
        raise ValueError(f"“{name}”里没有文字。如果是扫描件，请先做文字识别，或把文字粘贴进来。")
    title = title.strip() or document.title or name.rsplit(".", 1)[0] or "未命名文件"
    earlier = _latest(replaces, area, title)
    plan = Plan.objects.create(
        area=area,
        title=title,
        issuer=document.issuer or "",
        period=document.period or "",
        version=earlier.version + 1 if earlier else 1,
        replaces=earlier,
        file_name=name,
        digest=digest,
        received_by_id=actor_id(),
    )
    if earlier:
        Plan.objects.filter(pk=earlier.pk).update(superseded_on=timezone.localdate())
    _write_source(plan, document)
    items = [_item(plan, row, document.text) for row in document.quantities]
    if earlier:
        items = carry(earlier, plan, items, document.text)
    Item.objects.bulk_create(items)
    plan.found = len(items)
    plan.save(update_fields=["found"])
    return Kept(plan, True)


def describe(plan: Plan, *, title: str, issuer: str, period: str) -> Plan:
    """Corrects what the document is called, whose it is and for which time."""
    plan.title, plan.issuer, plan.period = title.strip(), issuer.strip(), period.strip()
    plan.save(update_fields=["title", "issuer", "period"])
    return plan


def _latest(named: Plan | None, area: str, title: str) -> Plan | None:
    """The version that stands now: of the plan that was named, else of the one with the same title."""
    plans = Plan.objects.select_for_update().filter(area=area, superseded_on__isnull=True)
    if named is None:
        return plans.filter(title=title).order_by("-version").first()
    while named is not None and named.superseded_on is not None:
        named = Plan.objects.filter(replaces=named).first()
    return plans.filter(pk=named.pk).first() if named else None


def _write_source(plan: Plan, document: Document) -> None:
    marks = {(span.kind, span.row): {"start": span.start, "end": span.end} for span in document.spans()}
    Source.objects.create(
        plan=plan,
        text=document.text,
        outline=[asdict(row) | marks["heading", n] for n, row in enumerate(document.headings)],
        references=[asdict(row) for row in document.references],
        noise=[asdict(row) | marks["noise", n] for n, row in enumerate(document.noise)],
        notes=document.notes,
    )


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of the text, as it stands there."""
    first = max(text.rfind(mark, 0, start) for mark in "。;；\n") + 1
    last = min((at for mark in "。;；\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[first:last].strip()


def _item(plan: Plan, row: Quantity, text: str) -> Item:
    low, high = row.value if isinstance(row.value, list) else (row.value, None)
    confidence = round(row.confidence * 100)
    return Item(
        plan=plan,
        kind=row.kind,
        subject=row.subject or "",
        metric=row.metric or "",
        comparator=row.comparator,
        low=exactly(low),
        high=exactly(high),
        unit=row.unit or "",
        base=exactly(row.baseline),
        deadline=row.deadline or "",
        place=row.place or "",
        owner=row.owner or "",
        line=row.line,
        col=row.col,
        surface=row.surface,
        start=row.start,
        end=row.end,
        sentence=row.sentence
        if row.surface in row.sentence and row.sentence in text
        else sentence_of(text, row.start, row.end),
        read={name: value for name, value in asdict(row).items() if name not in ("sentence", "why", "doubts")},
        confidence=confidence,
        doubts=row.doubts,
        why=[reason for reason in row.why if reason],
        state="doubtful" if row.doubts or confidence < SURE else "read",
    )
