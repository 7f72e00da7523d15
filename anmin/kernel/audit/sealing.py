"""The sealed chain: entries are closed in blocks with SM3, each block on the one before it.

What it proves: an entry that was edited, removed, exchanged or put in later no longer gives the digest that was
sealed; a block that was changed breaks every block after it; the newest digest also lies outside the database
(`var/audit-anchor.json`), so that cutting off the end is seen. And since every row must equal its newest entry,
a row changed behind the triggers' back is named as well.
"""

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from anmin.kernel.audit.models import Seal
from anmin.kernel.audit.triggers import APPEND_ONLY, tracked

BLOCK = 5_000
LOCK = 0x616E6D696E  # one sealer at a time
MOST_EXCHANGED = 500  # entries of a block tried for each other's place; beyond, they count as edited
GENESIS = bytes(32)
AUDITING = ("audit_insert", "audit_update", "audit_delete", "audit_truncate")
WATCHED = """SELECT c.relname, array_agg(t.tgname), coalesce(array_agg(t.tgname) FILTER (WHERE t.tgenabled IN ('D', 'R')), '{}')
             FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s)
             GROUP BY c.relname"""
LINE = """jsonb_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), xact, kind, subject, key,
          actor, actor_name, reason, request, content)::text"""


@dataclass(frozen=True)
class Finding:
    """One place where the record is not what was sealed. `what` is the sentence shown to people."""

    kind: str
    where: str
    what: str


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def seal() -> int:
    """Closes every entry that can no longer be overtaken by an older transaction; returns how many."""
    closed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        until = cursor.fetchone()[0]
        last = Seal.objects.order_by("-id").first()
        start = last.until_xact if last else 0
        digest, number = (bytes(last.digest), last.id) if last else (GENESIS, 0)
        for lines in _batches(cursor, start, until):
            number, digest = number + 1, _add_block(number + 1, digest, start, until, lines)
            closed += len(lines)
    if closed:
        _anchor_file().write_text(json.dumps({"block": number, "digest": digest.hex()}))
    return closed


def _batches(cursor: Any, start: int, until: int) -> Iterator[list[tuple[int, str]]]:
    after = 0
    while True:
        cursor.execute(
            f"SELECT id, {LINE} FROM audit_entry WHERE xact >= %s AND xact < %s AND id > %s ORDER BY id LIMIT %s",
            [start, until, after, BLOCK],
        )
        lines = cursor.fetchall()
        if not lines:
            return
        yield lines
        after = lines[-1][0]


def _add_block(number: int, previous: bytes, start: int, until: int, lines: list[tuple[int, str]]) -> bytes:
    ids = struct.pack(f">{len(lines)}q", *(i for i, _ in lines))
    digests = b"".join(sm3(line.encode()) for _, line in lines)
    digest = _block_digest(number, previous, start, until, ids, digests)
    Seal.objects.create(
        id=number, from_xact=start, until_xact=until, entries=ids, digests=digests, previous=previous, digest=digest
    )
    return digest


def _block_digest(number: int, previous: bytes, start: int, until: int, ids: bytes, digests: bytes) -> bytes:
    return sm3(struct.pack(">3q", number, start, until) + previous + ids + digests)


def verify() -> tuple[list[Finding], dict[str, int]]:
    """Checks chain, entries and live rows. Returns what was found and how much was looked at."""
    findings: list[Finding] = []
    seen = {"blocks": 0, "entries": 0, "tables": 0}
    findings += _check_chain(seen)
    findings += _check_anchor()
    findings += _check_uninvited()
    findings += _check_watch()
    for model in tracked():
        findings += _check_rows(model._meta.db_table, model._meta.pk.column, model._meta.verbose_name)
        seen["tables"] += 1
    return findings, seen


def _check_chain(seen: dict[str, int]) -> Iterator[Finding]:
    previous, expected, until = GENESIS, 1, 0
    for block in Seal.objects.order_by("id").iterator(chunk_size=20):
        ids, digests = bytes(block.entries), bytes(block.digests)
        while expected < block.id:
            yield Finding("removed", f"封存块 {expected}", f"封存块 {expected} 不见了。")
            expected += 1
        digest = _block_digest(block.id, bytes(block.previous), block.from_xact, block.until_xact, ids, digests)
        if bytes(block.previous) != previous or digest != bytes(block.digest):
            yield Finding("edited", f"封存块 {block.id}", f"封存块 {block.id} 被改动或调换，与前一块接不上。")
        yield from _check_block(struct.unpack(f">{len(ids) // 8}q", ids), digests)
        previous, expected, until = bytes(block.digest), block.id + 1, max(until, block.until_xact)
        seen["blocks"] += 1
        seen["entries"] += len(ids) // 8
    yield from _check_inserted(until)


def _check_block(ids: tuple[int, ...], digests: bytes) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {LINE}, subject, key FROM audit_entry WHERE id = ANY(%s)", [list(ids)])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    sealed = {number: digests[32 * i : 32 * i + 32] for i, number in enumerate(ids)}
    changed = [number for number in ids if number in found and sm3(found[number][0].encode()) != sealed[number]]
    for number in ids:
        if number not in found:
            yield Finding("removed", f"记录 {number}", f"第 {number} 号记录被删除。")
    for number in changed:
        line, subject, key = found[number]
        other = _was(line, number, changed[:MOST_EXCHANGED], sealed)
        what = f"原来是第 {other} 号，顺序被调换" if other else "内容与封存时不同"
        yield Finding(
            "reordered" if other else "edited", f"记录 {number}", f"第 {number} 号记录（{subject} {key}）{what}。"
        )


def _was(line: str, number: int, others: list[int], sealed: dict[int, bytes]) -> int | None:
    """The number under which this very entry was sealed, if it only changed places with another."""
    rest = line.partition(", ")[2]
    return next((each for each in others if each != number and sm3(f"[{each}, {rest}".encode()) == sealed[each]), None)


def _check_inserted(until: int) -> Iterator[Finding]:
    """Entries that claim a sealed transaction but are in no block."""
    sealed: set[int] = set()
    for ids in Seal.objects.values_list("entries", flat=True).iterator(chunk_size=50):
        sealed.update(struct.unpack(f">{len(ids) // 8}q", bytes(ids)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM audit_entry WHERE xact < %s ORDER BY id", [until])
        for (number,) in cursor.fetchall():
            if number not in sealed:
                yield Finding("inserted", f"记录 {number}", f"第 {number} 号记录是封存之后补进来的。")


def _check_anchor() -> Iterator[Finding]:
    path = _anchor_file()
    if not path.exists():
        return
    anchor = json.loads(path.read_text())
    block = Seal.objects.filter(id=anchor["block"]).first()
    if block is None or bytes(block.digest).hex() != anchor["digest"]:
        yield Finding(
            "removed", f"封存块 {anchor['block']}", f"库外留底的第 {anchor['block']} 块与库内不符，链尾被截断或重写。"
        )


def _check_uninvited() -> Iterator[Finding]:
    """Changes that no account and no process of ours has signed: made with a database tool."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.id, e.kind, e.subject, e.key, e.actor_name, to_char(e.at AT TIME ZONE %s, 'YYYY-MM-DD HH24:MI:SS'),
                      (SELECT string_agg(k, '、') FROM jsonb_object_keys(e.content) k WHERE e.kind = 'update'
                       AND e.content->k IS DISTINCT FROM before.content->k)
               FROM audit_entry e LEFT JOIN LATERAL (
                   SELECT content FROM audit_entry p WHERE p.subject = e.subject AND p.key = e.key AND p.id < e.id
                   ORDER BY p.id DESC LIMIT 1) before ON true
               WHERE e.actor_name LIKE '未经程序%%' ORDER BY e.id""",
            [settings.TIME_ZONE],
        )
        for number, kind, subject, key, who, at, columns in cursor.fetchall():
            doing = {"insert": "插入", "update": "修改", "delete": "删除"}.get(kind, kind)
            doing += f" {columns}" if columns else ""
            yield Finding(
                "uninvited", f"{subject} {key}", f"{subject} 第 {key} 行在 {at} 被直接{doing}（{who}，记录 {number}）。"
            )


ROWS = """
WITH newest AS (SELECT DISTINCT ON (key) key, kind, content FROM audit_entry
                WHERE subject = %(table)s AND kind IN ('insert', 'update', 'delete') ORDER BY key, id DESC),
     live AS (SELECT to_jsonb(t)->>%(pk)s AS key, to_jsonb(t) - 'password' - 'last_login' AS content FROM "{table}" t)
SELECT coalesce(live.key, newest.key),
       CASE WHEN newest.key IS NULL OR (newest.kind = 'delete' AND live.key IS NOT NULL) THEN 'inserted'
            WHEN live.key IS NULL THEN 'removed' ELSE 'edited' END,
       (SELECT string_agg(k, '、') FROM jsonb_object_keys(newest.content) k
        WHERE live.content ? k AND live.content->k IS DISTINCT FROM newest.content->k)
FROM live FULL JOIN newest ON live.key = newest.key
WHERE (live.key IS NOT NULL OR newest.kind <> 'delete')
  AND (newest.key IS NULL OR newest.kind = 'delete' OR live.key IS NULL OR (live.content <> newest.content AND EXISTS (
       SELECT 1 FROM jsonb_object_keys(newest.content) k
       WHERE live.content ? k AND live.content->k IS DISTINCT FROM newest.content->k)))
ORDER BY 1 LIMIT 500
"""


def _check_watch() -> Iterator[Finding]:
    """Tables on which a trigger of the house was dropped or switched off: from then on changes may leave no entry."""
    wanted = dict.fromkeys((model._meta.db_table for model in tracked()), AUDITING)
    wanted |= dict.fromkeys(APPEND_ONLY, ("refuse_change",))
    with connection.cursor() as cursor:
        cursor.execute(WATCHED, [list(wanted)])
        present = {table: (set(names), set(off)) for table, names, off in cursor.fetchall()}
    for table, names in wanted.items():
        there, off = present.get(table, (set(), set()))
        for broken, how in ((sorted(set(names) - there), "被删除"), (sorted(off), "被停用")):
            if broken:
                what = f"{table} 的触发器 {'、'.join(broken)} {how}，此后的改动可能没有记录。重新启动（anmin start）会恢复。"
                yield Finding("unwatched", table, what)


def _check_rows(table: str, pk: str, label: str) -> Iterator[Finding]:
    """Rows that differ from their newest entry. Columns that came or went with a migration do not count."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS.replace("{table}", table), {"table": table, "pk": pk})
        for key, kind, columns in cursor.fetchall():
            what = {
                "inserted": "有这一行，却没有写入的记录",
                "removed": "这一行不见了，却没有删除的记录",
                "edited": f"与最后一次记录不同：{columns}",
            }[kind]
            yield Finding(kind, f"{table} {key}", f"{label}（{table}）第 {key} 行{what}。")


def _anchor_file() -> Path:
    path = Path(settings.VAR_DIR)
    path.mkdir(parents=True, exist_ok=True)
    name = connection.settings_dict["NAME"]
    return path / ("audit-anchor.json" if name == "anmin" else f"audit-anchor-{name}.json")
