"""Trouble that the person at the keyboard can mend: one line in Chinese that says what is wrong and what to do."""

import errno

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
