"""The households that a change touches, as a sheet."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from anmin.kernel.access.declare import EXPORT, SEE_NUMBERS
from anmin.kernel.audit.api import record
from anmin.kernel.lawchange import api as lawchange
from anmin.kernel.service import register
from anmin.kernel.sheets import api as sheets
from anmin.web.desk.exports import XLSX
from anmin.web.gate import opens
from anmin.web.lawchange.views import one, with_homes

COLUMNS = (
    sheets.Column("town", "乡镇（街道）", sheets.TEXT),
    sheets.Column("number", "户号", sheets.TEXT),
    sheets.Column("head", "户主", sheets.TEXT),
    sheets.Column("word", "变动", sheets.TEXT),
    sheets.Column("before", "现每月", sheets.MONEY),
    sheets.Column("after", "调整后每月", sheets.MONEY),
    sheets.Column("difference", "增减", sheets.MONEY),
)


@opens(SEE_NUMBERS)
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every household that the change touches, as a sheet; after it was confirmed those that were kept."""
    request.who.require(EXPORT)
    found, effect = one(request, pk), {}
    if found.state == found.State.DRAFT:
        done = lawchange.rehearsed(found)
        effect, rows = done.as_data(), done.of("raised", "lowered", "ended", "entered").to_dicts()
    else:
        effect = found.effect
        rows = [*effect.get("less", ()), *effect.get("enter", ())]
    towns = {town["town"]: town["name"] for town in effect.get("towns", ())}
    told = f"{found.doc} {found.article}，自 {found.since} 起；" + "；".join(
        f"{word} {effect.get(kind, 0)} 户" for kind, word in lawchange.KINDS.items()
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    label = f"{register()[found.service].label}{'规则新版本' if found.fingerprint else '标准调整'}预演"
    written = sheets.write_table(file, COLUMNS, _lines(with_homes(rows), towns), title=label, notes=[told])
    record("export", "lawchange", str(pk), actor=request.who.actor, rows=written)
    file.seek(0)
    answer = FileResponse(file, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{label}-{found.since}.xlsx')}"
    return answer


def _lines(rows: list[dict[str, Any]], towns: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "town": towns.get(row["home"].area[:9], ""), "number": row["home"].number, "head": row["home"].head.name,
            "word": row["word"], "before": row["before"], "after": row["after"],
            "difference": row["after"] - row["before"],
        }
        for row in rows
    ]  # fmt: skip
