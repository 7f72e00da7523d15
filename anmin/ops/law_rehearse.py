"""`anmin law rehearse`: new numbers tried on every open entitlement before they hold. Reads only."""

from __future__ import annotations

import click

from anmin.ops.commands.law import Day, show_json, spoken
from anmin.ops.trouble import Trouble


@click.command("rehearse")
@click.argument("service")
@click.option("--area", required=True, help="县级区划代码")
@click.option("--since", type=Day(), required=True, help="自哪一天起")
@click.option(
    "--number", "numbers", multiple=True, required=True, metavar="名称[:城乡]=值",
    help="例如 standard_month:rural=86000(金额为分;城乡写 urban 或 rural;可重复)",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出 JSON,金额为分")
@spoken
def rehearse(service, area, since, numbers, as_json) -> None:
    """预演标准调整:新的数对全部在册待遇会怎样(增发、减发、不再符合),按乡镇列出;什么也不写。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.lawchange import api
    from anmin.kernel.month.api import paying, yuan

    if service not in paying():
        raise Trouble(f"没有按月发放的业务“{service}”;现有:{'、'.join(paying())}。")
    change = api.Change(
        area=area, service=service, since=since, doc="预演", article="", numbers=list(map(_number, numbers))
    )
    if as_json:
        show_json(api.effect_of(change))
        return
    done = api.rehearsed(change)
    click.echo(f"{done.month:%Y-%m} 起,全部在册 {done.rows.height:,} 户;每月变动 {yuan(done.more)} 元")
    for town in done.by_town():
        click.echo(
            f"  {town['name']:12} 增发 {town['raised']:>5} 户,减发 {town['lowered']:>5} 户,不再符合 {town['ended']:>5} 户,"
            f"每月 {yuan(town['before'])} → {yuan(town['after'])} 元"
        )
    for other in api.rehearsed_beside(change):
        if other.rows.height:
            click.echo(
                f"  同时影响 {other.programme}:增发 {other.count('raised')} 户,减发 {other.count('lowered')} 户,"
                f"不再符合 {other.count('ended')} 户;每月变动 {yuan(other.more)} 元"
            )


def _number(written: str) -> dict:
    name, _, value = written.partition("=")
    column, _, residence = name.partition(":")
    if residence not in ("", "urban", "rural") or not value:
        raise Trouble(f"“{written}”应写成 名称=值 或 名称:urban=值。")
    if value in ("true", "false"):
        return {"column": column, "urban_rural": residence, "value": value == "true"}
    return {"column": column, "urban_rural": residence, "value": int(value) if value.lstrip("-").isdigit() else value}
