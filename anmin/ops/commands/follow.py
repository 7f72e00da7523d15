"""`anmin follow`: a month of a programme that follows others, such as 价格临时补贴."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from anmin.kernel.month.api import Followed


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
    from anmin.kernel.law.api import LawError
    from anmin.kernel.month.api import follow
    from anmin.ops.commands.month import _people, county_named

    county = county_named(area)
    people, stood_in = _people(county, {"maker": maker, "reviewer": "", "approver": ""})
    of, pay_month = month.date(), pay.date() if pay else next_month(month.date())
    try:
        done = follow(programme, of, pay_month, county, who=people.maker, try_only=try_only)
    except (MoneyRefused, Denied, LawError, LookupError) as error:
        raise Trouble(str(error)) from error
    click.echo(_data(done) if as_json else _words(done, stood_in, try_only))


def _data(done: "Followed") -> str:
    told = {"programme": done.programme, "month": f"{done.month:%Y-%m}", "pay_month": f"{done.pay_month:%Y-%m}"}
    told |= {n: getattr(done, n) for n in ("households", "persons", "amount", "written", "revoked", "reason")}
    told["groups"] = {label: {"persons": n, "amount": fen} for label, (n, fen) in done.groups.items()}
    told["wrong"] = {str(household): text for household, text in done.wrong.items()}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _words(done: "Followed", stood_in: list[str], try_only: bool) -> str:
    from anmin.kernel.law.api import yuan

    lines = [f"示范县：{'，'.join(stood_in)}（示范账号）"] if stood_in else []
    if done.households:
        what = f"{done.households} 户 {done.persons} 人 {yuan(done.amount)} 元"
        lines.append(f"{done.month:%Y-%m} 应发 {what}，列入 {done.pay_month:%Y-%m} 名册")
    else:
        lines.append(f"{done.month:%Y-%m} 没有应发：{done.reason}")
    lines += [f"  {label} {persons} 人 {yuan(fen)} 元" for label, (persons, fen) in done.groups.items()]
    lines.append("只算，没有写入。" if try_only else f"写入 {done.written} 户，撤回 {done.revoked} 户。")
    lines += [f"  家庭 {household} 未能测算：{text}" for household, text in list(done.wrong.items())[:20]]
    return "\n".join(lines)
