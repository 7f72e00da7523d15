"""`anmin plan`: read the bureau's own plans and reports."""

import json
import sys
from pathlib import Path

import click


@click.group()
def command() -> None:
    """读工作计划、总结等文件，提取目标、数据和引用文件。"""


@command.command()
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="按约定格式输出 JSON。")
@click.option("--explain", is_flag=True, help="说明每一行为何这样读。")
@click.option("--text", "as_text", is_flag=True, help="输出读到的文字，行号和列号以此为准。")
def read(file: Path, as_json: bool, explain: bool, as_text: bool) -> None:
    """读一份文件（txt、html、docx、带文字层的 pdf），打印提纲、目标和数据。"""
    from anmin.kernel.plans import api

    try:
        document = api.read_file(file)
    except api.Unreadable as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if as_text:
        click.echo(document.text)
    elif as_json:
        found = api.explained(document) if explain else document.as_json()
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo(api.outline(document, explain))


@command.command("export-labels")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="默认 var/plans/labels")
def export_labels(output: Path | None) -> None:
    """把计划墙上确认和改正过的条目写成标注（gold.jsonl 和原文），供 make bench 重新评分。"""
    from anmin.ops.database import VAR
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.targets.api import write_labels

    output = output or VAR / "plans" / "labels"
    plans, rows = write_labels(output)
    click.echo(f"✓ {output}：{plans} 份文件，{rows} 条已确认的标注。")
