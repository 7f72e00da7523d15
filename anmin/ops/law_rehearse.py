"""`anmin law rehearse`: new numbers or rules tried on every open entitlement before they hold. Reads only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from anmin.ops.commands.law import Day, show_json, spoken
from anmin.ops.trouble import Trouble

if TYPE_CHECKING:
    from anmin.kernel.lawchange.api import Rehearsal


@click.command("rehearse")
@click.argument("service", metavar="[业务]", required=False, default="")
@click.option("--area", required=True, help="县级区划代码")
@click.option("--since", type=Day(), help="自哪一天起")
@click.option(
    "--number", "numbers", multiple=True, metavar="名称[:城乡]=值",
    help="例如 standard_month:rural=86000（金额为分；城乡写 urban 或 rural；可重复）；不写则预演这一天起施行的新规则",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，金额为分")
@spoken
def rehearse(service, area, since, numbers, as_json) -> None:
    """预演标准调整或规则新版本：对全部在册待遇会怎样，按乡镇列出；什么也不写。不写业务则列出还没有确认的规则新版本。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.lawchange import api
    from anmin.kernel.month.api import paying

    if not service:
        _list(area, as_json)
        return
    if service not in paying():
        raise Trouble(f"没有按月发放的业务“{service}”；现有：{'、'.join(paying())}。")
    if since is None:
        raise Trouble("请用 --since 写明自哪一天起。")
    change = _change(service, area, since, list(map(_number, numbers)))
    if as_json:
        show_json(api.effect_of(change))
        return
    for rule in change.rules:
        click.echo(f"  {rule['word']} {rule['label']} {rule['cite']}")
    _tell(api.rehearsed(change), [done for done in api.rehearsed_beside(change) if done.rows.height])


def _change(service: str, area: str, since: date, numbers: list[dict[str, Any]]) -> Any:
    """The numbers as a change that is never kept; without numbers the rules that begin on the day."""
    from anmin.kernel.lawchange import api

    change = api.Change(area=area, service=service, since=since, doc="预演", numbers=numbers)
    if not numbers:
        arrival = api.arriving(service, since)
        if arrival is None:
            days = "、".join(map(str, sorted(api.rule_days(service)))) or "没有"
            raise Trouble(f"{since} 没有开始施行的新规则；有新规则的日子：{days}。要预演标准请写 --number。")
        change.fingerprint, change.rules = arrival[2:]
    return change


def _list(area: str, as_json: bool) -> None:
    from django.utils import timezone

    from anmin.kernel.funds.api import county_of
    from anmin.kernel.lawchange import api

    found = [a for a in api.arrivals(county_of(area), timezone.localdate()) if a.waits]
    if as_json:
        show_json([{"service": a.programme, "since": str(a.since), "rules": a.versions} for a in found])
        return
    for each in found:
        rules = "、".join(rule["label"] for rule in each.versions)
        click.echo(f"{each.programme}（{each.label}）自 {each.since} 起：{rules}")
    if not found:
        click.echo("没有等待预演的规则新版本。")


def _tell(done: Rehearsal, others: list[Rehearsal]) -> None:
    from anmin.kernel.month.api import yuan

    click.echo(f"{done.month:%Y-%m} 起，全部在册 {done.open.height:,} 户；每月变动 {yuan(done.more)} 元")
    for town in done.by_town():
        click.echo(
            f"  {town['name']:12} 增发 {town['raised']:>5} 户，减发 {town['lowered']:>5} 户，不再符合 {town['ended']:>5} 户，"
            f"可能新符合 {town['entered']:>5} 户，每月 {yuan(town['before'])} → {yuan(town['after'])} 元"
        )
    for each in done.locked:
        click.echo(
            f"  已锁定 {each['month'][:7]}：应补 {each['owed']} 户 {yuan(each['owed_fen'])} 元（列入未办月份的名册补发），"
            f"多发 {each['over']} 户 {yuan(each['over_fen'])} 元（复核后决定）"
        )
    for other in others:
        click.echo(
            f"  同时影响 {other.programme}：增发 {other.count('raised')} 户，减发 {other.count('lowered')} 户，"
            f"不再符合 {other.count('ended')} 户；每月变动 {yuan(other.more)} 元"
        )


def _number(written: str) -> dict:
    name, _, value = written.partition("=")
    column, _, residence = name.partition(":")
    if residence not in ("", "urban", "rural") or not value:
        raise Trouble(f"“{written}”应写成 名称=值 或 名称:urban=值。")
    if value in ("true", "false"):
        return {"column": column, "urban_rural": residence, "value": value == "true"}
    return {"column": column, "urban_rural": residence, "value": int(value) if value.lstrip("-").isdigit() else value}
