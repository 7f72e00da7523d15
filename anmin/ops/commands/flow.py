"""`anmin flow`: what a service's flow says."""

import json
from datetime import date, datetime

import click


@click.group("flow")
def command() -> None:
    """办理流程与时限。"""


@command.command("clocks")
@click.argument("name", metavar="业务")
@click.option("--start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="接件并受理的日期")
@click.option("--event", "events", multiple=True, metavar="动作=日期", help="某一步实际发生的日期, 可重复")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def clocks(name: str, start: datetime, events: tuple[str, ...], as_json: bool) -> None:
    """从某日接件并受理起, 一件案子的每个到期日。后面的步骤按前一步用满期限推算。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.flow.api import forecast, working_calendar
    from anmin.kernel.service import service

    try:
        kind = service(name)
        flow = kind.flow_on(start.date())
        known = {move: date.fromisoformat(day) for move, _, day in (e.partition("=") for e in events)}
    except (LookupError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    rows = forecast(flow, start.date(), working_calendar(), known)
    if as_json:
        told = {"service": name, "start": start.date().isoformat(), "flow_since": flow.since.isoformat()}
        click.echo(json.dumps({**told, "clocks": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
        return
    click.echo(f"{kind.label} · {flow.cite} · {start.date()} 受理")
    for row in rows:
        note = "(日历未公布, 暂按周末推算)" if row.provisional else ""
        click.echo(f"{row.due_on}  {row.label}  {row.length}  自 {row.starts_on} {row.starts_from}  {row.cite}{note}")
