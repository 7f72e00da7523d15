"""A package told: as rows for pages, as plain data for programs, as a text for the resident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from anmin.kernel.law import api as law
from anmin.kernel.package.choosing import Cut, Out
from anmin.kernel.package.compatibility import EXCLUDING
from anmin.kernel.package.grants import Claim

if TYPE_CHECKING:
    from anmin.kernel.package.api import Package

ALWAYS = ("居民身份证和户口簿", "本人银行卡（社会保障卡）")
AUTHORISED = "家庭经济状况核对授权书（全体成年成员签字）"
WORDS = {"N": "不能同时享受", "H": "只能择高享受", "G": "只补差额", "W": "不计入", "Y": "可以同时享受"}


@dataclass(frozen=True)
class Row:
    """One benefit of the chosen combination, as a page shows it. `amount` is fen a month."""

    claim: Claim
    service: str
    label: str
    whose: str
    amount: int
    status: bool
    once: bool
    cite: str
    why: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A service that grants nothing, and why, each reason with its article."""

    service: str
    label: str
    reasons: tuple[tuple[str, str], ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Question:
    """What must still be said, of whom, for which services, and the paper that shows it."""

    name: str
    label: str
    whose: str
    services: tuple[str, ...]
    papers: tuple[str, ...]


def rows(package: Package) -> list[Row]:
    """The chosen benefits in the order of the data."""
    office, choice = package.office, package.choice
    place = {name: n for n, name in enumerate(office.benefits)}
    out = []
    for claim in sorted(choice.amounts, key=lambda c: (place[c.benefit], -1 if c.who is None else c.who)):
        benefit = office.benefits[claim.benefit]
        done = choice.grants.reckonings[benefit.service]
        node = done.plan.nodes.get(benefit.person or benefit.amount or benefit.granted or done.plan.service.outcome)
        cut = choice.cuts.get(claim)
        out.append(
            Row(
                claim, benefit.service, benefit.label, package.household.name(claim.who), choice.amounts[claim],
                benefit.status, benefit.once, node.cite if node else "", cut_in_words(package, cut) if cut else "",
                papers_for(package, claim),
            )
        )  # fmt: skip
    return out


def cut_in_words(package: Package, cut: Cut) -> str:
    """按差额补足: 1,600.00 元 − 低保金本人份额 535.00 元(…)"""
    other = package.office.benefits[cut.other.benefit].label
    part = "本人份额" if cut.other.who is None else ""
    return f"按差额补足：{law.yuan(cut.whole)} 元 − {other}{part} {law.yuan(cut.share)} 元（{cut.cell.cite}）"


def out_in_words(package: Package, out: Out) -> str:
    """Why a benefit was left out: the article, both amounts, and what the household would get with it."""
    office, home = package.office, package.household
    label = office.benefits[out.claim.benefit].label
    said = []
    for claim, amount, cell in out.against:
        other = office.benefits[claim.benefit].label
        kept = f"每月 {law.yuan(amount)} 元" if amount else "资格"
        said.append(f"与{home.name(claim.who)}的{other}（{kept}）{WORDS[cell.value]}（依据 {cell.cite}）")
    mine = f"本项每月 {law.yuan(out.amount)} 元" if out.amount else "本项为资格认定"
    total = package.choice.total
    if out.total is None:
        rest = "选它则其他条件不再满足"
    elif out.total < total:
        rest = f"选它全户每月合计 {law.yuan(out.total)} 元，少 {law.yuan(total - out.total)} 元"
    else:
        rest = "选它全户合计相同，按次序取前一项"
    return f"{home.name(out.claim.who)}的{label}未选：{'；'.join(said)}；{mine}；{rest}。"


def doubts(package: Package) -> list[str]:
    """Chosen benefits that go together only where the area says so, and no document of the area has been entered."""
    office, home = package.office, package.household
    said = []
    for one, other in combinations(sorted(package.choice.amounts, key=lambda c: (c.who is not None, c.benefit)), 2):
        apart = None not in (one.who, other.who) and one.who != other.who
        cell = None if apart else office.rules.cell(one.benefit, other.benefit, office.on, office.area)
        if cell is not None and cell.mark == "?" and cell.value not in EXCLUDING:
            pair = [f"{home.name(c.who)}的{office.benefits[c.benefit].label}" for c in (one, other)]
            said.append(
                f"{pair[0]}与{pair[1]}能否同享以当地规定为准：{cell.note or cell.cite}。办理前请向经办机构确认。"
            )
    return said


def refused(package: Package) -> list[Refused]:
    """Services of whose benefits nothing was chosen or left out for another, with the reasons of their rules; and who
    is not counted by a service, since something else provides for them."""
    choice = package.choice
    told = {package.office.benefits[c.benefit].service for c in (*choice.amounts, *(o.claim for o in choice.out))}
    out = []
    for name, service in package.office.services.items():
        if kept := tuple(_kept_out(package, name)):
            out.append(Refused(name, service.label, kept))
        done = choice.grants.reckonings.get(name)
        if name in told or done is None or name in package.office.unknown:
            continue
        reasons = tuple((r["text"], str(r["cite"])) for r in done.reasons)
        out.append(Refused(name, service.label, reasons or (("按现有情况没有可发的金额", ""),)))
    return out


def _kept_out(package: Package, service: str) -> Iterator[tuple[str, str]]:
    """Who is not counted by a service, and by which article."""
    for claim in sorted(package.choice.amounts, key=lambda c: (c.who is None, c.who or 0)):
        if cell := package.office.kept_out_by(service, claim):
            label = package.office.benefits[claim.benefit].label
            yield f"{package.household.name(claim.who)}不计入：已由{label}保障，同户其他人照常测算。", cell.cite


def questions(package: Package) -> list[Question]:
    """What must be said before every service can be reckoned, each fact once."""
    found: dict[tuple[str, int | None], list[str]] = {}
    facts = {}
    for unknown in package.unknown:
        for who, fact in unknown.missing:
            found.setdefault((fact.name, who), []).append(package.office.services[unknown.service].label)
            facts[fact.name] = fact
    papers = package.office.rules.papers
    return [
        Question(name, facts[name].label, package.household.name(who), tuple(services), papers.get(name, ()))
        for (name, who), services in found.items()
    ]


def papers_for(package: Package, claim: Claim) -> tuple[str, ...]:
    """What to bring for a benefit: always the same three, then a proof of each fact that was said and that it reads."""
    office, home = package.office, package.household
    benefit = office.benefits[claim.benefit]
    done = package.choice.grants.reckonings[benefit.service]
    reads = [done.plan.facts[n] for n in done.plan.facts]
    needed = [*ALWAYS, *([AUTHORISED] if any(f.unit.startswith("fen") for f in reads) else [])]
    for fact in reads:
        persons = [home.persons[claim.who]] if claim.who is not None else home.persons
        values = [home.home.get(fact.name)] if fact.level == "household" else [p.get(fact.name) for p in persons]
        if any(v not in (None, fact.default, 0, False) for v in values):
            needed += office.rules.papers.get(fact.name, ())
    return tuple(dict.fromkeys(needed))


def as_data(package: Package) -> dict[str, Any]:
    """The package as `anmin law package --json` prints it; every amount with the whole reckoning behind it."""
    choice, home = package.choice, package.household
    return {
        "date": package.on.isoformat(),
        "area": package.area,
        "total_month": choice.total,
        "unit": "fen/month",
        "tried": choice.tried,
        "chosen": [
            {
                "benefit": r.claim.benefit, "service": r.service, "label": r.label,
                "who": r.claim.who, "name": r.whose, "amount_month": None if r.once else r.amount,
                "amount_once": r.amount if r.once else None, "status": r.status, "cite": r.cite, "why": r.why,
                "papers": list(r.papers),
            }
            for r in rows(package)
        ],
        "left_out": [
            {
                "benefit": o.claim.benefit, "who": o.claim.who, "name": home.name(o.claim.who), "amount_month": o.amount,
                "against": [{"benefit": c.benefit, "who": c.who, "amount_month": a, "cell": x.value, "cite": x.cite,
                             "mark": x.mark} for c, a, x in o.against],
                "total_month_with_it": o.total, "why": out_in_words(package, o),
            }
            for o in choice.out
        ],
        "doubts": doubts(package),
        "refused": [
            {"service": r.service, "label": r.label, "reasons": [f"{t}（{c}）" if c else t for t, c in r.reasons]}
            for r in refused(package)
        ],
        "missing": [vars(q) | {"services": list(q.services), "papers": list(q.papers)} for q in questions(package)],
        "not_reckoned": [{"service": u.service, "why": u.why} for u in package.unknown if u.why],
        "traces": {name: law.as_data(done) for name, done in choice.grants.reckonings.items()},
    }  # fmt: skip


def as_text(package: Package, traces: bool = False) -> str:
    """The package as a resident reads it."""
    return "\n".join(_lines(package, traces))


def _lines(package: Package, traces: bool) -> Iterator[str]:
    choice = package.choice
    yield f"可享受的全部待遇    {package.area or '全国'}    按 {package.on} 施行的规定"
    yield "─" * 88
    yield "最优合法组合"
    for row in rows(package):
        once = "（一次性）" if row.once else "/月"
        amount = "认定资格" if row.status else f"{law.yuan(row.amount)} 元{once}"
        yield f" · {row.whose} {row.label}：{amount}    {row.cite}"
        if row.why:
            yield f"     {row.why}"
    if not choice.amounts:
        yield " （按现有情况没有可享受的待遇）"
    yield f" 合计每月 {law.yuan(choice.total)} 元（比较了 {choice.tried} 种合法组合）"
    yield from _titled("要向经办机构确认的", doubts(package))
    yield from _titled("未选的待遇", (out_in_words(package, out) for out in choice.out))
    yield from _titled("不符合条件的", _refusals(package))
    yield from _titled("还要弄清的（回答或带材料）", _asked(package))
    yield from _titled(
        "没有测算的", (f"{package.office.services[u.service].label}：{u.why}" for u in package.unknown if u.why)
    )
    yield from _titled("办理时带的材料", dict.fromkeys(p for row in rows(package) for p in row.papers))
    for name, done in choice.grants.reckonings.items() if traces else ():
        yield ""
        yield law.as_text(done, package.office.services[name].receipt)


def _refusals(package: Package) -> Iterator[str]:
    for each in refused(package):
        for text, cite in each.reasons:
            yield f"{each.label}：{text}" + (f"（{cite}）" if cite else "")


def _asked(package: Package) -> Iterator[str]:
    for question in questions(package):
        papers = f"；材料：{'、'.join(question.papers)}" if question.papers else ""
        yield f"{question.whose} · {question.label}（用于{'、'.join(question.services)}{papers}）"


def _titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    for n, line in enumerate(lines):
        if n == 0:
            yield title
        yield f" · {line}"
