"""`anmin flow`: what a service's flow says."""

import json
from datetime import date, datetime
from typing import Any

import click


@click.group("flow")
def command() -> None:
    """办理流程与时限。"""


@command.command("clocks")
@click.argument("name", metavar="业务")
@click.option("--start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="接件并受理的日期")
@click.option("--event", "events", multiple=True, metavar="动作=日期", help="某一步实际发生的日期，可重复")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def clocks(name: str, start: datetime, events: tuple[str, ...], as_json: bool) -> None:
    """从某日接件并受理起，一件案子的每个到期日。后面的步骤按前一步用满期限推算。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.flow.api import Period, forecast
    from anmin.kernel.service import service
    from anmin.ops.trouble import Trouble

    try:
        kind = service(name)
        flow = kind.flow_on(start.date())
    except LookupError as error:
        raise Trouble(str(error)) from error
    known = _known(events, flow, start.date())
    rows = forecast(flow, start.date(), _calendar(), known)
    if as_json:
        told = {"service": name, "start": start.date().isoformat(), "flow_since": flow.since.isoformat()}
        click.echo(json.dumps({**told, "clocks": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
        return
    click.echo(f"{kind.label} · {flow.cite} · {start.date()} 受理")
    for row in rows:
        note = "（日历未公布，暂按周末推算）" if row.provisional else ""
        click.echo(
            f"{row.due_on}  {row.label}  {Period.parse(row.length)}  自 {row.starts_on} {row.starts_from}  {row.cite}{note}"
        )


def _known(events: tuple[str, ...], flow: Any, start: date) -> dict[str, date]:
    """`--event 动作=日期` as move and day; refuses moves that start no clock of this flow, and what is no day of it."""
    from anmin.ops.trouble import Trouble

    starting = {move for clock in flow.clocks for move in clock.begun_by}
    known = {}
    for event in events:
        move, _, day = event.partition("=")
        if move not in starting:
            raise Trouble(f"--event 里没有叫“{move}”的动作；可用的：{'、'.join(sorted(starting))}。")
        try:
            known[move] = date.fromisoformat(day)
        except ValueError as error:
            raise Trouble(f"--event {move} 后面应写日期，例如 --event {move}=2026-10-09。") from error
        if known[move] < start:
            raise Trouble(f"--event {event} 早于接件的日期 {start}；请更正其中一个。")
    return known


def _calendar() -> Any:
    """The editable calendar; the published one where no table of it was laid out yet."""
    from django.db import ProgrammingError

    from anmin.kernel.flow.api import published_calendar, working_calendar

    try:
        return working_calendar()
    except ProgrammingError:
        return published_calendar()
