"""Trouble that the person at the keyboard can mend: one line in Chinese that says what is wrong and what to do."""

import errno
import os
import traceback
from pathlib import Path

import click


class Trouble(click.ClickException):
    """Ends a command with its message alone: no traceback, exit code 1."""

    def show(self, file: object = None) -> None:
        click.echo(click.style("✗ ", fg="red") + self.message, err=True)


DISK_FULL_SIGNS = ("No space left on device", "Disk quota exceeded", "File too large", "os error 28", "ENOSPC")


def disk_full(where: object) -> Trouble:
    """The one sentence for a full disk, whoever met it: `where` is the folder that could not be written."""
    return Trouble(f"磁盘已满：{where} 所在的磁盘写不下了。请清出至少 1 GB 空间后重试，已有数据不受影响。")


def is_disk_full(error: OSError | str) -> bool:
    """Whether an OSError, or the output of a failed program, speaks of a full disk."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return any(sign in error for sign in DISK_FULL_SIGNS)


NO_TABLES = ("UndefinedTable", "UndefinedColumn", "InvalidCatalogName")
ROOT = Path(__file__).parents[2]


def unforeseen(error: Exception) -> str:
    """The sentence for an error no command has words for; the traceback goes to a log, without values of the data."""
    if isinstance(error, OSError) and is_disk_full(error):
        return disk_full(error.filename or ROOT).message
    if type(error).__name__ == "Misdeclared":  # known by name: not every command loads the services
        return str(error)
    if isinstance(error, PermissionError):
        return f"没有权限读写 {error.filename}。请换一个位置，或用有权限的用户运行。"
    if type(error.__cause__ or error).__name__ in NO_TABLES:
        return "数据库里没有所需的数据表，或不是这个版本的。请先运行一次 make start（它会建表、升级），再执行本命令。"
    if type(error).__name__ in ("OperationalError", "InterfaceError"):
        return f"数据库没有应答：{_first_line(error)}。请确认数据库在运行、磁盘未满，再重试。"
    log = Path(os.environ.get("ANMIN_VAR", ROOT / "var")) / "log" / "command.log"
    place = traceback.extract_tb(error.__traceback__)[-1]
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join([*traceback.format_tb(error.__traceback__), type(error).__name__, "\n"]))
    except OSError:
        return (
            f"程序出错：{type(error).__name__}（{Path(place.filename).name} 第 {place.lineno} 行）。请报告给维护人员。"
        )
    return f"程序出错：{type(error).__name__}（{Path(place.filename).name} 第 {place.lineno} 行）。请把 {log} 交给维护人员。"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["没有说明"])[0].rstrip(".。")
