"""`anmin start`: what `make start` runs once the environment stands."""

import click


def _port(_context: click.Context, _parameter: click.Parameter, value: str) -> int:
    from anmin.ops.trouble import Trouble

    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Trouble(f"端口应是 1 到 65535 的数字，这里是“{value}”。例如：PORT=8000 make start。")
    return int(value)


@click.command()
@click.option("--host", envvar="ANMIN_HOST", default="127.0.0.1", show_default=True, help="监听地址；对外用 0.0.0.0")
@click.option("--port", envvar="PORT", default="8000", show_default=True, callback=_port, help="端口")
@click.option("--demo/--no-demo", envvar="ANMIN_DEMO", default=True, help="空库时是否放入虚构的示范县")
def command(host: str, port: int, demo: bool) -> None:
    """启动数据库、后台任务和网页服务，按 Ctrl-C 全部停止。"""
    from anmin.ops.start import Runner

    Runner(host, port, demo).run()
