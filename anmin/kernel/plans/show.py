"""A read document for people: the outline with its targets and figures under each heading."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from .document import Document, Quantity

KINDS = {"target": "目标", "figure": "数据"}
SIGNS = {"=": "", ">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "约", "range": "", "+=": "增", "+>=": "增≥"}


def amount(row: Quantity) -> str:
    """Comparator, value and unit as one reads them."""
    if row.value is None:
        value = "（原文缺数）"
    elif isinstance(row.value, list):
        value = "—".join(f"{part:g}" for part in row.value)
    else:
        value = f"{row.value:.10g}"
    was = f"（原{row.baseline:.10g}）" if row.baseline is not None else ""
    return f"{SIGNS[row.comparator]}{value}{row.unit or ''}{was}"


def line_of(row: Quantity, explain: bool) -> str:
    parts = [part for part in (row.deadline, row.place, row.owner) if part]
    text = f"〔{KINDS[row.kind]}〕{row.subject}·{row.metric} {amount(row)}  [{' '.join(parts)}] {row.line}:{row.col}“{row.surface}”"
    if row.doubts:
        text += f"  可信度{row.confidence:.2f}：{'；'.join(row.doubts)}"
    if explain:
        text += "\n        " + "；".join(part for part in row.why if part)
    return text


def outline(document: Document, explain: bool = False) -> str:
    """The whole document as indented text."""
    lines = [document.title or "（没有标题）"]
    kinds = f"目标{count(document, 'target')}条，数据{count(document, 'figure')}条，引用{len(document.references)}件"
    lines.append(f"所属地：{document.issuer or '未写明'}  时期：{document.period or '未写明'}  {kinds}")
    starts = [(heading.line, heading.col) for heading in document.headings]
    under: dict[int, list[Quantity]] = {}
    for row in document.quantities:
        under.setdefault(bisect_right(starts, (row.line, row.col)) - 1, []).append(row)
    lines += [f"    {line_of(row, explain)}" for row in under.get(-1, [])]
    for n, heading in enumerate(document.headings):
        lines.append("  " * heading.level + f"{heading.marker or ''}{heading.title}")
        lines += ["  " * heading.level + f"  {line_of(row, explain)}" for row in under.get(n, [])]
    if document.references:
        lines.append("引用文件：")
        lines += [
            f"  第{row.line}行 {row.issuer or ''}{'《' + row.title + '》' if row.title else ''}{row.number or ''}"
            for row in document.references
        ]
    lines += [f"注意：{note}" for note in document.notes]
    return "\n".join(lines)


def count(document: Document, kind: str) -> int:
    return sum(row.kind == kind for row in document.quantities)


def explained(document: Document) -> dict[str, Any]:
    """The contract's object with confidence, doubts and reasons added to each quantity."""
    found = document.as_json()
    for row, quantity in zip(found["quantities"], document.quantities, strict=True):
        row |= {"confidence": quantity.confidence, "doubts": quantity.doubts, "why": [w for w in quantity.why if w]}
    return found
