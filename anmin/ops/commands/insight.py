"""`anmin insight`: figures by month and place."""

import json
from datetime import datetime

import click


@click.command("insight")
@click.argument("month", metavar="月份", type=click.DateTime(["%Y-%m"]))
@click.option("--area", default="", help="区划代码；空为全部")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(month: datetime, area: str, as_json: bool) -> None:
    """从业务记录重新计算一个月的全部指标。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import acting
    from anmin.kernel.insight.api import compute, figures

    day = month.date()
    with acting("命令行", reason=f"计算 {day:%Y-%m} 指标"):
        done = compute(day)
    shown = figures(day, [area.ljust(12, "0")])
    if as_json:
        told = {
            name: {"label": s.indicator.label, "unit": s.indicator.unit, "value": s.value} for name, s in shown.items()
        }
        click.echo(json.dumps({"month": f"{day:%Y-%m}", **done, "figures": told}, ensure_ascii=False, indent=1))
        return
    for each in shown.values():
        value = "—" if each.value is None else f"{each.value / 100:,.2f}" if each.indicator.money else f"{each.value:,}"
        click.echo(f"{each.indicator.group}\t{each.indicator.label}\t{value} {each.indicator.unit}")
    click.echo(f"共 {done['figures']:,} 个数值，{done['changed']:,} 个有变化。")
