"""`anmin audit`: whether the record is whole."""

import json
import sys
import time
from dataclasses import asdict

import click


@click.group()
def command() -> None:
    """留痕：核验有没有被改动，封存新记录。"""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="机器可读")
def verify(as_json: bool) -> None:
    """核验封存链、每条记录和每一行数据；发现问题时退出码为 1。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import verify

    begin = time.monotonic()
    findings, seen = verify()
    seconds = round(time.monotonic() - begin, 2)
    if as_json:
        told = {"whole": not findings, "findings": [asdict(f) for f in findings], "seen": seen, "seconds": seconds}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(click.style("✗ ", fg="red") + finding.what)
        looked = f"核验了 {seen['blocks']} 个封存块、{seen['entries']} 条记录、{seen['tables']} 张表，用时 {seconds} 秒"
        click.echo(f"发现 {len(findings)} 处异常。{looked}。" if findings else f"✓ 留痕完整。{looked}。")
    sys.exit(1 if findings else 0)


@command.command()
def seal() -> None:
    """立即封存还没有封存的记录（后台每分钟自动封存一次）。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import seal

    click.echo(f"✓ 封存了 {seal()} 条记录。")
