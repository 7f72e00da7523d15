"""`anmin follow`: a month of a programme that follows others, such as 价格临时补贴."""

import json
from typing import Any

import click


@click.command("follow")
@click.argument("programme", metavar="项目")
@click.argument("month", metavar="所属月", type=click.DateTime(["%Y-%m"]))
@click.option("--pay", type=click.DateTime(["%Y-%m"]), help="发放月；默认所属月的次月（指数公布当月）")
@click.option("--area", default="", help="县级区划代码；只有一个县时不用写")
@click.option("--by", "maker", default="", metavar="账号", help="县局经办")
@click.option("--try", "try_only", is_flag=True, help="只算，不写")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，金额为分")
def command(programme: str, month: Any, pay: Any, area: str, maker: str, try_only: bool, as_json: bool) -> None:
    """随同发放：按其他项目当月的在保人员测算一个月，生成当月一次的待遇（如价格临时补贴）。再运行不会重复。"""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from anmin.kernel.access.api import Denied
    from anmin.kernel.flow.api import next_month
    from anmin.kernel.funds.api import MoneyRefused
    from anmin.kernel.law.api import LawError, yuan
    from anmin.kernel.month.api import follow
    from anmin.ops.commands.month import _people, county_named

    county = county_named(area)
    people, stood_in = _people(county, {"maker": maker, "reviewer": "", "approver": ""})
    of, pay_month = month.date(), pay.date() if pay else next_month(month.date())
    try:
        done = follow(programme, of, pay_month, county, who=people.maker, try_only=try_only)
    except (MoneyRefused, Denied, LawError, LookupError) as error:
        raise Trouble(str(error)) from error
    if as_json:
        told = {
            "programme": programme,
            "month": f"{of:%Y-%m}",
            "pay_month": f"{pay_month:%Y-%m}",
            "reason": done.reason,
        }
        told |= {n: getattr(done, n) for n in ("households", "persons", "amount", "written", "revoked")}
        told["groups"] = {label: {"persons": n, "amount": fen} for label, (n, fen) in done.groups.items()}
        told["wrong"] = {str(household): text for household, text in done.wrong.items()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    if stood_in:
        click.echo(f"示范县：{'，'.join(stood_in)}（示范账号）")
    if not done.households:
        click.echo(f"{of:%Y-%m} 没有应发：{done.reason}")
    else:
        click.echo(
            f"{of:%Y-%m} 应发 {done.households} 户 {done.persons} 人 {yuan(done.amount)} 元，列入 {pay_month:%Y-%m} 名册"
        )
    for label, (persons, fen) in done.groups.items():
        click.echo(f"  {label} {persons} 人 {yuan(fen)} 元")
    click.echo("只算，没有写入。" if try_only else f"写入 {done.written} 户，撤回 {done.revoked} 户。")
    for household, text in list(done.wrong.items())[:20]:
        click.echo(f"  家庭 {household} 未能测算：{text}")
