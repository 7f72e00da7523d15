"""An import from upload to result: checked at once, taken in by a background job, found again by whoever left it."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from anmin.kernel.access.api import Account, User, user_of
from anmin.kernel.access.declare import IMPORT_PEOPLE
from anmin.kernel.audit.api import acting
from anmin.kernel.people.identity import mask
from anmin.kernel.people.import_models import ImportFile, ImportRun
from anmin.kernel.people.roster import Roster
from anmin.kernel.people.roster_import import Checked, Tell, check_roster, is_companion, take_roster
from anmin.kernel.people.sealed import seal, seal_bytes, unseal, unseal_bytes
from anmin.kernel.sheets.api import CellError, SheetError

KEPT_FOR = timedelta(days=7)
SHOWN = 200  # errors and warnings that the preview lists; the file to download has all
LOCK = 0x616E6D6970  # with the run's number: one job at a time on a run
State = ImportRun.State


class ImportRefused(Exception):
    """An import cannot go on now; the text says why and what to do."""


def open_run(service: str, roster: Roster, content: bytes, name: str, *, who: User, on: date) -> ImportRun:
    """Keeps an uploaded file sealed and checks it. Raises SheetError where it is no roster at all."""
    who.require(IMPORT_PEOPLE)
    run = ImportRun(
        account=who.account,
        service=service,
        file_name=name[-200:],
        digest=hashlib.new("sm3", content).hexdigest(),
        size=len(content),
        on=on,
    )
    checked = _check(run, roster, content, who)
    run.counts = _counts(checked)
    run.save()
    ImportFile.objects.create(run=run, content=seal_bytes(content), **_sealed(checked))
    return run


def correct(
    run: ImportRun, roster: Roster, *, mapping: dict[str, str], periods: dict[str, str], worksheet: str, who: User
) -> None:
    """Checks the file again with other columns. Raises SheetError with what is wrong; the run then stays as it was."""
    _expect(run, State.CHECKED)
    run.mapping, run.periods, run.worksheet = mapping, periods, worksheet
    checked = _check(run, roster, unseal_bytes(run.file.content), who)
    run.counts = _counts(checked)
    run.save()
    ImportFile.objects.filter(run=run).update(**_sealed(checked))


def queue(run: ImportRun) -> None:
    """Marks the import as wanted; the caller hands it to the background worker in the same transaction."""
    _expect(run, State.CHECKED)
    if not run.counts["households"]:
        raise ImportRefused("没有可导入的家庭，请先改正错误再上传。")
    run.state, run.doing = State.QUEUED, "等待后台处理"
    run.save()


def drop(run: ImportRun) -> None:
    """The user gives the import up; the file is forgotten at once."""
    _expect(run, State.CHECKED)
    run.state, run.ended_at = State.DROPPED, timezone.now()
    run.save()
    _forget(ImportFile.objects.filter(run=run))


def execute(run_id: int, roster_of: Callable[[str], Roster]) -> ImportRun:
    """The job itself: whole or not at all, and once only, however often it is started."""
    run = ImportRun.objects.select_related("account", "file").get(pk=run_id)
    who = user_of(run.account)
    with _progress(run) as tell, acting(who.actor, reason=f"导入名册 {run.file_name}"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK % 2**31, run_id])
        run.refresh_from_db()
        if run.state not in (State.QUEUED, State.RUNNING):
            return run
        tell("读取和检查", 5)
        _take(run, roster_of(run.service), who, tell)
    return run


def _take(run: ImportRun, roster: Roster, who: User, tell: Tell) -> None:
    try:
        checked = _check(run, roster, unseal_bytes(run.file.content), who)
    except SheetError as error:  # divisions or rules may have changed since the preview
        run.state, run.message = State.FAILED, str(error)
    else:
        done = take_roster(checked, run.service, on=run.on, source=f"名册导入 {run.file_name}", tell=tell)
        run.counts = _counts(checked) | {"taken": done.counts(), "nothing_new": done.nothing_new}
        run.state, run.message = State.DONE, ""
        ImportFile.objects.filter(run=run).update(content=b"", **_sealed(checked))
    run.percent, run.doing, run.ended_at = 100, "", timezone.now()
    run.save()


def failed(run_id: int) -> None:
    """The job broke; nothing of it was written."""
    with acting("后台任务"):
        ImportRun.objects.filter(pk=run_id, state__in=[State.QUEUED, State.RUNNING]).update(
            state=State.FAILED, doing="", ended_at=timezone.now(),
            message="导入中断，没有写入任何数据。请再试一次；如仍不成功，请把上传时间告诉系统管理员。",
        )  # fmt: skip


def forget_old(now: Any) -> int:
    """Empties the files of imports older than a week, and ends those that nobody started; returns how many."""
    old = ImportFile.objects.filter(run__created_at__lt=now - KEPT_FOR).exclude(content=b"", found=b"", errors=b"")
    ImportRun.objects.filter(file__in=old, state=State.CHECKED).update(
        state=State.DROPPED, ended_at=now, message="上传满 7 天没有导入，文件已删除，没有写入任何数据。"
    )
    return _forget(old)


def runs_of(account: Account) -> QuerySet[ImportRun]:
    """Someone's imports, the newest first."""
    return ImportRun.objects.filter(account=account).order_by("-id")


def found_in(run: ImportRun) -> dict[str, Any]:
    """What the check found: kinds of errors and warnings, the first of each, notices, columns. Empty when forgotten."""
    return json.loads(unseal(run.file.found) or "{}")


def error_sheet(run: ImportRun) -> bytes:
    """The bad rows with their reasons as xlsx; empty where there are none or a week has passed."""
    return unseal_bytes(run.file.errors)


def done_before(run: ImportRun) -> ImportRun | None:
    """The same file, imported earlier by anyone."""
    same = ImportRun.objects.filter(digest=run.digest, service=run.service, state=State.DONE, pk__lt=run.pk)
    return same.select_related("account").order_by("-id").first()


def _check(run: ImportRun, roster: Roster, content: bytes, who: User) -> Checked:
    return check_roster(
        content, roster, on=run.on, areas=who.areas(*IMPORT_PEOPLE.roles), mapping=run.mapping,
        periods=run.periods, worksheet=run.worksheet,
    )  # fmt: skip


def _counts(checked: Checked) -> dict[str, int]:
    return {
        "rows": checked.rows,
        "bad_rows": checked.bad_rows,
        "households": checked.households,
        "persons": checked.persons,
        "warnings": len(checked.warnings),
    }


def _sealed(checked: Checked) -> dict[str, bytes]:
    reading = checked.reading
    own = [error for error in checked.errors if not is_companion(error)]  # the others are counted, and in the sheet
    found = {
        "worksheet": reading.worksheet,
        "worksheets": reading.worksheets,
        "notices": checked.notices,
        "error_kinds": checked.kinds(),
        "warning_kinds": checked.kinds(checked.warnings),
        "errors": [_shown(error) for error in own[:SHOWN]],
        "more_errors": max(len(own) - SHOWN, 0),
        "warnings": [_shown(warning) for warning in checked.warnings[:SHOWN]],
        "columns": [
            {"name": f.column.name, "letter": f.letter, "header": f.header, "how": f.how, "copy": f.copy}
            for f in reading.header.found
        ],
        "unknown": [list(each) for each in reading.header.unknown],
    }
    sheet = io.BytesIO()
    if checked.errors:
        checked.write_errors(sheet)
    return {
        "found": seal(json.dumps(found, ensure_ascii=False)),
        "errors": seal_bytes(sheet.getvalue()) if checked.errors else b"",
    }


def _shown(error: CellError) -> dict[str, Any]:
    """An error for the screen: long numbers behind stars, as everywhere; the sheet to correct has them whole."""
    long = re.fullmatch(r"[\d\sXx０-９]{12,}", error.value)
    return asdict(error) | {"value": mask(error.value)} if long else asdict(error)


def _expect(run: ImportRun, state: str) -> None:
    if run.state != state:
        raise ImportRefused(f"这次导入现在是“{run.get_state_display()}”，可能已在别处办理，请刷新页面。")


def _forget(files: QuerySet[ImportFile]) -> int:
    return files.update(content=b"", found=b"", errors=b"")


@contextmanager
def _progress(run: ImportRun) -> Iterator[Tell]:
    """Tells how far the job is over a connection of its own, because the job's transaction shows nothing before its end."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as side:
        side.execute("SELECT set_config('anmin.actor_name', '后台任务', false)")

        def tell(what: str, percent: int) -> None:
            side.execute(
                "UPDATE people_importrun SET state = 'running', doing = %s, percent = %s WHERE id = %s"
                " AND state IN ('queued', 'running') AND percent + 4 < %s",
                [what, percent, run.pk, percent],
            )

        yield tell
