"""A paper as PDF, set by typst. Fonts of a Chinese office are used where installed, else those that come with us."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from anmin.kernel.flow.papers import layout
from anmin.kernel.flow.papers.declare import Facts, Grid, Paper, Para, Reckoning, chinese_date, fact_rows, width
from anmin.kernel.flow.papers.qr import qr_svg

TEMPLATE = Path(__file__).with_name("official.typ")
STANDARD = "a-2b"  # for archives: PDF/A keeps its fonts with it


def to_pdf(paper: Paper) -> bytes:
    """The paper as the bytes of a PDF/A-2b."""
    compiler = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"paper": _told(paper)})
    return compiler.compile(format="pdf", pdf_standards=STANDARD)


@cache
def _fonts() -> typst.Fonts:
    """Found once: looking through a system's fonts takes longer than setting a paper."""
    ours = Path(pylopdf_fonts_zh_cn.serif_path()).parent
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[ours])


def _told(paper: Paper) -> str:
    date = chinese_date(paper.made_on)
    lead = (width(date) - width(paper.seal)) / 2
    told = {
        "title": paper.title,
        "issuer": paper.issuer,
        "number": paper.number,
        "recipient": paper.recipient,
        "red_head": paper.red_head,
        "seal": paper.seal,
        "seal_indent": max(layout.SEAL_INDENT + lead, 0),
        "date": date,
        "contact": paper.contact,
        "notes": paper.notes,
        "qr": qr_svg(paper.qr) if paper.qr else "",
        "blocks": [_block(block) for block in paper.blocks],
        "measures": _measures(),
    }
    return json.dumps(told, ensure_ascii=False)


def _block(block: Para | Facts | Reckoning | Grid) -> dict[str, Any]:
    kind = {Para: "para", Facts: "facts", Reckoning: "reckoning", Grid: "grid"}[type(block)]
    if isinstance(block, Facts):
        return {"kind": kind, "rows": fact_rows(block)}
    told = {"kind": kind, **asdict(block)}
    if isinstance(block, Grid) and not block.shares:
        told["shares"] = [1] * len(block.head)
    return told


def _measures() -> dict[str, Any]:
    return {
        "width": layout.PAGE_MM[0],
        "height": layout.PAGE_MM[1],
        "top": layout.TOP_MM,
        "bottom": layout.BOTTOM_MM,
        "left": layout.LEFT_MM,
        "right": layout.RIGHT_MM,
        "body": layout.BODY_PT,
        "title": layout.TITLE_PT,
        "table": layout.TABLE_PT,
        "foot": layout.FOOT_PT,
        "head": layout.HEAD_PT,
        "foot_gap": layout.FOOT_GAP_MM,
        "pitch": layout.PITCH_PT,
        "tracking": round(layout.TRACKING_PT, 3),
        "red": layout.RED,
        "seal_indent": layout.SEAL_INDENT,
    }
