"""`anmin check`: data of other departments, and checks against it."""

import json
from datetime import datetime
from pathlib import Path

import click


@click.group("check")
def command() -> None:
    """信息核对：导入部门数据，核对整个名册。"""


@command.command("load")
@click.argument("source", metavar="来源")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="文件")
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="数据截止日")
def load(source: str, file: Path, as_of: datetime) -> None:
    """导入一个来源的数据文件（xlsx、csv、parquet）。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import acting
    from anmin.kernel.means.api import SOURCES, LoadRefused, load_source

    try:
        with acting("命令行", reason=f"导入核对数据 {file.name}"):
            taken, told = load_source(source, file, as_of=as_of.date())
    except LoadRefused as refused:
        raise click.ClickException(str(refused)) from refused
    for line in told[:20]:
        click.echo(f"  {line}")
    click.echo(f"{SOURCES[taken.source].label}：{taken.rows:,} 条可用，{taken.skipped:,} 条未采用。")


@command.command("run")
@click.argument("month", metavar="月份", type=click.DateTime(["%Y-%m"]))
@click.option("--service", default="dibao", show_default=True, help="业务")
@click.option("--area", default="", help="区划前缀；空为全部")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def run(month: datetime, service: str, area: str, as_json: bool) -> None:
    """核对一个月在保的全部家庭；同样的数据再核对一次不会重复。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import Entitlement
    from anmin.kernel.means.api import check_roll

    day = month.date()
    rows = Entitlement.objects.filter(programme=service, area__startswith=area, since__lte=day).exclude(until__lte=day)
    with acting("命令行", reason=f"核对 {day:%Y-%m}"):
        check = check_roll(service, rows.values_list("household_id", flat=True), month=day, area=area.ljust(12, "0"))
    told = {"month": f"{day:%Y-%m}", "persons": check.persons, "unsigned": check.unsigned, "found": check.found}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(
            f"{day:%Y年%m月}：核对 {check.persons:,} 人，无授权 {check.unsigned:,} 人，新发现 {check.found:,} 条。"
        )
