"""The command line `anmin`. Each file in `commands/` holds one `command`; it is imported only when it is called."""

import importlib
import pkgutil

import click

from anmin.ops import commands


class Commands(click.Group):
    """Finds commands by file name, so that a call pays only for the one it needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{commands.__name__}.{name}").command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="anmin")
def main() -> None:
    """安民 · 县级民政业务平台。各命令用 `anmin 命令 --help` 查看说明。"""
