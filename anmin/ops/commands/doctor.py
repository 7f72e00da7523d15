"""`anmin doctor`: says what is wrong with this installation."""

import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(as_json: bool) -> None:
    """体检：环境、数据库、数据表、后台任务是否正常，不正常时该怎么办。"""
    import json

    from anmin.ops import doctor

    findings = doctor.examine()
    if as_json:
        click.echo(json.dumps(doctor.as_rows(findings), ensure_ascii=False, indent=1))
    else:
        for one in findings:
            mark = {True: "✓", False: "✗", None: "·"}[one.ok]
            click.echo(
                f"{mark} {one.name}：{one.detail}" + (f"。{one.advice}" if one.ok is False and one.advice else "")
            )
    sys.exit(any(one.ok is False for one in findings))
