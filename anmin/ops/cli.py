"""The command line `anmin`. Each file in `commands/` holds one `command`; it is imported only when it is called."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from anmin.ops import commands
from anmin.ops.help import Help

click.Context.formatter_class = Help  # of every command; click has no other place for it


class Commands(click.Group):
    """Finds commands by file name, so that a call pays only for the one it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{commands.__name__}.{name}").command

    def main(self, args: Sequence[str] | None = None, *more: Any, standalone_mode: bool = True, **named: Any) -> Any:
        """Whatever goes wrong ends in one line that says what to do; exit code 2 for a misused command, else 1."""
        _keep_what_is_compiled()
        if not standalone_mode:
            return super().main(args, *more, standalone_mode=False, **named)
        try:
            sys.exit(super().main(args, *more, standalone_mode=False, **named) or 0)
        except click.exceptions.NoArgsIsHelpError as help_asked:
            help_asked.show()
            sys.exit(help_asked.exit_code)
        except click.UsageError as error:
            from anmin.ops.usage import told

            _end(told(error), error.exit_code)
        except click.ClickException as error:
            _end(error.message, error.exit_code)
        except click.Abort:
            _end("已中断。", 130)
        except Exception as error:
            from anmin.ops.trouble import unforeseen

            _end(unforeseen(error), 1)


def _keep_what_is_compiled() -> None:
    """Also where the environment says otherwise: every process would take seconds to compile the same modules again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _end(message: str, code: int) -> NoReturn:
    click.echo(click.style("✗ ", fg="red") + message, err=True)
    sys.exit(code)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="anmin")
def main() -> None:
    """安民 · 县级民政业务平台。各命令用 `anmin 命令 --help` 查看说明。"""
