"""`anmin sponsor`: the yearly list of sponsored enrolment (资助参保)."""

from typing import Any

import click


@click.command("sponsor")
@click.argument("year", metavar="参保年度", type=click.IntRange(2014, 2100))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的人员和标准；默认今天")
@click.option("--area", default="", help="县级区划代码；只有一个县时不用写")
@click.option("--by", "maker", default="", metavar="账号", help="县局经办")
def command(year: int, on: Any, area: str, maker: str) -> None:
    """资助参保：按在保人员生成一年的名单，送医保经办机构。再运行只改有变动的。"""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from django.utils import timezone

    from anmin.kernel.access.api import Denied
    from anmin.kernel.access.declare import MAKE_ROLL
    from anmin.kernel.audit.api import acting
    from anmin.kernel.law.api import LawError, yuan
    from anmin.ops.commands.month import _people, county_named
    from anmin.services.medical_aid.enrolment import draw_up

    county = county_named(area)
    people, _ = _people(county, {"maker": maker, "reviewer": "", "approver": ""})
    try:
        people.maker.require(MAKE_ROLL, county)
        with acting(people.maker.actor, reason=f"{year} 年度资助参保名单"):
            done = draw_up(year, county, on=on.date() if on else timezone.localdate())
    except (Denied, LawError) as error:
        raise Trouble(str(error)) from error
    click.echo(
        f"{year} 年度资助参保 {done.persons} 人 {yuan(done.amount)} 元；新增 {done.new}，变更 {done.changed}，移出 {done.gone}。"
    )
    for household, why in done.wrong.items():
        click.echo(f"  家庭 {household} 没有测算，名单照旧：{why}", err=True)
