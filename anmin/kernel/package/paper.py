"""The package as a paper for the resident, in the layout of the office's other papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from anmin.kernel.flow.declare import Facts, Grid, Paper, Para, written, yuan
from anmin.kernel.package.telling import doubts, out_in_words, questions, refused, rows

if TYPE_CHECKING:
    from anmin.kernel.package.api import Package

NOTE = (
    "本单按您提供的情况和当日施行的规定测算，不是审批决定。能否享受、享受多少，以受理后核对、调查和审核确认的结果为准。"
)


def paper_of(package: Package, issuer: str, whose: str, contact: tuple[str, ...] = ()) -> Paper:
    """可享受待遇测算单: what the household could have, why not more, what to bring. `whose` names the household."""
    chosen = rows(package)
    sums = (("家庭", whose), ("测算日期", package.on.isoformat()), ("每月合计", f"{yuan(package.choice.total)} 元"))
    granted = Grid(
        ("对象", "待遇", "金额（元）", "依据"),
        tuple((r.whose, r.label, _amount(r), written(f"{r.cite} {r.why}".strip())) for r in chosen)
        or (("", "按现有情况没有", "", ""),),
        (2, 4, 2, 5),
        (2,),
    )
    parts = (
        ("可以享受的待遇", [granted]),
        ("要向经办机构确认的", _paras(doubts(package))),
        ("符合条件但没有选的待遇", _paras(out_in_words(package, out) for out in package.choice.out)),
        ("还要弄清的", _paras(f"{q.whose}：{q.label}{_with(q.papers)}" for q in questions(package))),
        ("不符合条件的", _paras(f"{r.label}：{t}{_by(c)}" for r in refused(package) for t, c in r.reasons)),
        ("办理时带的材料", _paras(["、".join(dict.fromkeys(p for r in chosen for p in r.papers))])),
    )
    told = [(title, blocks) for title, blocks in parts if blocks]
    blocks: list[Any] = [Facts(sums)]
    for number, (title, inside) in zip("一二三四五六", told, strict=False):
        blocks += [Para(f"{number}、{title}", 1), *inside]
    return Paper("可享受待遇测算单", tuple(blocks), issuer, package.on, contact=contact, notes=(written(NOTE),))


def _amount(row: Any) -> str:
    return "认定资格" if row.status else f"{yuan(row.amount)}{'（一次）' if row.once else ''}"


def _paras(lines: Iterable[str]) -> list[Para]:
    return [Para(written(line)) for line in lines if line]


def _with(papers: tuple[str, ...]) -> str:
    return f"（材料：{'、'.join(papers)}）" if papers else ""


def _by(cite: str) -> str:
    return f"（{cite}）" if cite else ""
