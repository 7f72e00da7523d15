"""What is wrong with an installation, and what to do about it: one finding a line."""

import importlib.metadata
import os
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import psycopg

from anmin.ops.assets import SERVED
from anmin.ops.database import OWN, ROOT, VAR, running_database
from anmin.ops.programs import EXTENSIONS
from anmin.ops.trouble import Trouble

LITTLE_ROOM = 2  # GB below which a month's close may not fit
WORKER_SILENT = 60  # seconds without a sign of life
PATIENCE = 5  # seconds for the pages to answer


@dataclass(frozen=True)
class Finding:
    """`ok` None means that it is not an error but worth knowing."""

    name: str
    ok: bool | None
    detail: str
    advice: str = ""


def examine() -> list[Finding]:
    """Every finding, the database's last. Starts our own database for the time if it does not run."""
    findings = [finding() for finding in (_python, _packages, _assets, _room, _keys, _browser)]
    try:
        with running_database() as url:
            findings.append(_server(url))
            findings += _application(url)
    except Trouble as trouble:
        findings.append(Finding("数据库", False, trouble.message))
    return [*findings, _web()]


def as_rows(findings: list[Finding]) -> list[dict]:
    return [asdict(finding) for finding in findings]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "请换用 3.11 或更新的版本，再运行 make start。")


def _packages() -> Finding:
    locked = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)([^\n]*)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    other = []
    for name, version, condition in locked:
        try:
            if (found := importlib.metadata.version(name)) != version:
                other.append(f"{name} {found}（应为 {version}）")
        except importlib.metadata.PackageNotFoundError:
            if ";" not in condition:  # else it is for another platform
                other.append(f"{name} 缺失")
    return Finding(
        "软件包", not other, "、".join(other) or f"{len(locked)} 个，与锁定的一致", "请运行 make start 重新安装。"
    )


def _assets() -> Finding:
    there = SERVED.exists() and any(SERVED.iterdir())
    return Finding("页面素材", there, str(SERVED) if there else "没有下载", "请运行 make start。")


def _room() -> Finding:
    free = shutil.disk_usage(ROOT if not VAR.exists() else VAR).free / 1e9
    return Finding("磁盘空间", free > LITTLE_ROOM, f"剩余 {free:.1f} GB", "请清理磁盘；空间用尽时数据库会停止写入。")


def _keys() -> Finding:
    """Keys are readable by their owner only."""
    open_to_others = [str(path) for path in (VAR / "keys").glob("*") if path.stat().st_mode & 0o077]
    return Finding("密钥文件", not open_to_others, "、".join(open_to_others) or "只有所有者可读", "请执行 chmod 600。")


def _browser() -> Finding:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return Finding("浏览器（测试用）", True if found else None, found or "没有；只影响 make test")


def _server(url: str) -> Finding:
    with psycopg.connect(url) as connection:
        asked = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"
        there = {row[0] for row in connection.execute(asked, [list(EXTENSIONS)])}
        size = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()[0]
        version = connection.info.parameter_status("server_version")
    lacking = "、".join(set(EXTENSIONS) - there)
    detail = f"PostgreSQL {version}，{size}，{'内置' if url == OWN.url() else '外部'}"
    return Finding("数据库", not lacking, detail, f"缺少扩展 {lacking}，请安装 postgresql-contrib。" if lacking else "")


def _application(url: str) -> Iterator[Finding]:
    """What needs the application: its declarations, its tables, its worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
    import django

    yield _tried("程序", lambda: _loaded(django.setup))
    yield _tried("业务声明", _register)
    yield _tried("数据表", _tables)
    yield _worker(url)


def _tried(name: str, look: Callable[[], Finding]) -> Finding:
    """A declaration that is wrong raises anything at all; here that is a finding, not a crash."""
    try:
        return look()
    except Exception as error:
        if type(error).__name__ == "Misdeclared":
            return Finding(name, False, str(error))
        return Finding(
            name, False, f"{type(error).__name__}: {error}".splitlines()[0], "请把这一行和版本号告诉开发者。"
        )


def _loaded(load: Callable[[], None]) -> Finding:
    load()
    return Finding("程序", True, importlib.metadata.version("anmin"))


def _register() -> Finding:
    from anmin.kernel.service import register

    return Finding("业务声明", True, "、".join(service.label for service in register().values()))


def _tables() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    detail = f"有 {len(waiting)} 项结构更新没有执行" if waiting else "已是最新"
    return Finding("数据表", not waiting, detail, "请运行 make start。")


def _worker(url: str) -> Finding:
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('procrastinate_workers')").fetchone()[0] is None:
            return Finding("后台任务", None, "尚未建立数据表")
        asked = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
        silent = connection.execute(asked).fetchone()[0]
        stalled = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'").fetchone()[0]
    runs = silent is not None and silent < WORKER_SILENT
    detail = f"{'运行中' if runs else '没有运行'}，失败的任务 {stalled} 项"
    return Finding(
        "后台任务", (True if runs else None) if not stalled else False, detail, "失败原因见 var/log/worker.log。"
    )


def _web() -> Finding:
    note = VAR / "run.lock"
    address = re.match(r"http\S+/", note.read_text()) if note.exists() else None
    try:
        if address and urllib.request.urlopen(f"{address[0]}healthz", timeout=PATIENCE).status == 200:
            return Finding("网页服务", True, f"{address[0]} 正常")
    except urllib.error.HTTPError as error:
        said = error.read(200).decode(errors="replace").strip()
        return Finding(
            "网页服务", False, f"{address[0]} 在运行，但不正常（{error.code} {said}）", "请停止后再 make start。"
        )
    except TimeoutError:
        return Finding(
            "网页服务",
            False,
            f"{address[0]} {PATIENCE} 秒内没有回答",
            "请停止后再 make start；原因见 var/log/web.log。",
        )
    except OSError:
        return Finding("网页服务", None, f"{address[0]} 没有运行", "用 make start 启动。")
    return Finding("网页服务", None, "没有运行", "用 make start 启动。")
