"""`anmin month`: close a month, step by step, as far as the people named may take it."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from anmin.kernel.month.api import Closed, People

ROLES = {"maker": ("R6", "--by"), "reviewer": ("R9", "--review-by"), "approver": ("R7", "--approve-by")}


@click.group("month")
def command() -> None:
    """月结：检查、测算、名册、复核、批准、银行文件、记账、回盘、锁定、月报。"""


def _options(function: Any) -> Any:
    function = click.option("--programme", default="", help="只做一个项目，如 dibao；默认全部按月发放的项目")(function)
    function = click.option("--area", default="", help="县级区划代码；只有一个县时不用写")(function)
    return click.argument("month", metavar="月份", type=click.DateTime(["%Y-%m"]))(function)


@command.command("close")
@_options
@click.option("--by", "maker", default="", metavar="账号", help="生成名册的人（县局经办）")
@click.option("--review-by", "reviewer", default="", metavar="账号", help="复核、送银行的人（资金发放岗）")
@click.option("--approve-by", "approver", default="", metavar="账号", help="批准、锁定的人（县局分管领导）")
@click.option("--return", "answer", type=click.Path(path_type=Path, dir_okay=False), help="银行回盘文件（xlsx 或 csv）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，金额为分")
def close(
    month: Any, area: str, programme: str, maker: str, reviewer: str, approver: str, answer: Path | None, as_json: bool
) -> None:
    """月结。中断后再运行会接着做；已做完的再运行不会改动任何数据。

    生成、复核、批准须是三个不同的人；示范县没有写明时用示范账号，并说明用了谁。
    """
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from django.db import DatabaseError

    from anmin.kernel.month.api import paying

    county = county_named(area)
    people, stood_in = _people(county, {"maker": maker, "reviewer": reviewer, "approver": approver})
    if answer and not answer.is_file():
        raise Trouble(f"找不到回盘文件 {answer}。")
    if programme and programme not in paying():
        raise Trouble(f"没有按月发放的项目“{programme}”；现有：{'、'.join(paying())}。")
    try:
        done, troubles = _close_each(programme, month.date(), county, people, answer)
    except (DatabaseError, OSError) as error:
        if said := _broken(error):
            raise Trouble(f"{said}做完的步骤都已保存，没做完的没有留下痕迹；再运行一次，会接着做。") from error
        raise
    if as_json and done:
        click.echo(json.dumps(_data(done, county, stood_in, troubles), ensure_ascii=False, indent=1))
    elif done:
        _show_all(done, stood_in)
    if troubles:
        raise Trouble("；".join(f"{label}：{said}" for label, said in troubles.items()))


def _broken(error: Exception) -> str:
    """What broke the close from outside and what to do about it; "" where the trouble is our own."""
    from django.db import OperationalError
    from psycopg.errors import DiskFull

    from anmin.ops.trouble import is_disk_full

    if isinstance(error.__cause__, DiskFull) or is_disk_full(error if isinstance(error, OSError) else str(error)):
        return "写不下了：磁盘已满，或文件大小、配额受限制。请清出至少 1 GB 空间（或放宽限制）。"
    if isinstance(error, OSError):
        return f"写不了 {error.filename}（{error.strerror}）。" if error.filename else ""
    return "与数据库的连接中断了。" if isinstance(error, OperationalError) else ""


def _close_each(
    programme: str, month: date, county: str, people: "People", answer: Path | None
) -> tuple[list["Closed"], dict[str, str]]:
    """Each programme as far as it goes, and by label what stopped it: what stops one does not stop the others.

    A return file is for the programme of its batch alone.
    """
    from django.utils.timezone import localdate

    from anmin.kernel.access.api import Denied
    from anmin.kernel.funds.api import MoneyRefused, open_answer
    from anmin.kernel.law.api import LawError
    from anmin.kernel.month.api import close_month, paying
    from anmin.kernel.service import service
    from anmin.ops.trouble import Trouble

    done, troubles = [], {}
    names = [programme] if programme else paying()
    try:
        if answer and not programme:
            names = [open_answer(answer, on=localdate(), month=month).batch.roll.programme]
    except MoneyRefused as error:
        raise Trouble(str(error)) from error
    for name in names:
        try:
            done.append(close_month(name, month, county, people=people, answer=answer))
        except (MoneyRefused, Denied, LawError) as error:
            if len(names) == 1:
                raise Trouble(str(error)) from error
            troubles[service(name).label] = str(error)
    return done, troubles


def _show_all(done: list["Closed"], stood_in: list[str]) -> None:
    """Programme by programme; those for which nobody is registered in one line."""
    if stood_in:
        click.echo(f"示范县：{'，'.join(stood_in)}（示范账号；正式使用时由三个人分别办理）")
    begun = [one for one in done if one.steps]
    for one in begun:
        _show(one)
    nobody = [one for one in done if not one.steps]
    if nobody and begun:
        click.echo(f"\n没有在册对象、不生成名册：{'、'.join(one.label for one in nobody)}。")
    elif nobody:
        click.echo(nobody[0].next if len(nobody) == 1 else "没有一户应发：各项目都没有在册对象，不生成名册。")


@command.command("reopen")
@_options
@click.option("--by", "approver", required=True, metavar="账号", help="县局分管领导")
@click.option("--reason", required=True, help="为什么重开，留痕")
def reopen(month: Any, area: str, programme: str, approver: str, reason: str) -> None:
    """重开已锁定的月份；谁、何时、为什么都留痕。再运行 anmin month close 会重新锁定。"""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from anmin.kernel.access.api import Denied
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import MoneyRefused, reopen_month
    from anmin.kernel.month.api import paying

    county, who = county_named(area), user_named(approver)
    try:
        with acting(who.actor, reason=reason):
            for name in [programme] if programme else paying():
                reopen_month(county, name, month.date(), who=who, reason=reason)
    except (MoneyRefused, Denied) as error:
        raise Trouble(str(error)) from error
    click.echo(f"✓ {month:%Y-%m} 已重开：{reason}。")


def county_named(area: str) -> str:
    """The county asked for, or the only one there is. Raises Trouble."""
    from anmin.kernel.funds.api import MoneyRefused, county_of
    from anmin.kernel.places.api import Division, codes
    from anmin.ops.trouble import Trouble

    if area:
        try:
            return county_of(area)
        except (MoneyRefused, codes.DivisionCodeError) as error:
            raise Trouble(str(error)) from error
    found = list(Division.objects.filter(level=3, until__isnull=True).values_list("code", flat=True).distinct()[:5])
    if len(found) != 1:
        many = f"有 {len(found)} 个县：{'、'.join(found)}" if found else "区划表里还没有县"
        raise Trouble(f"{many}，请用 --area 写明县级区划代码。")
    return found[0]


def user_named(username: str) -> Any:
    """The account with its posts. Raises Trouble."""
    from anmin.kernel.access.api import Account, user_of
    from anmin.ops.trouble import Trouble

    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Trouble(f"没有账号“{username}”，或已停用；anmin users 可列出账号。")
    return user_of(account)


def _people(county: str, named: dict[str, str]) -> tuple["People", list[str]]:
    """Who acts; in the demo county its own accounts stand in for those not named, and are told."""
    from anmin.kernel.access.api import ROLES as LABELS
    from anmin.kernel.access.api import holders, user_of
    from anmin.kernel.month.api import People
    from anmin.ops.demo.recipients import COUNTY
    from anmin.ops.trouble import Trouble

    chosen, stood_in = {}, []
    for part, (role, option) in ROLES.items():
        if named[part]:
            chosen[part] = user_named(named[part])
        elif county == COUNTY and (accounts := holders(role, county)):
            chosen[part] = user_of(accounts[0])
            stood_in.append(f"{LABELS[role]} {accounts[0].name}（{accounts[0].username}）")
        elif part == "maker":
            raise Trouble(f"请用 {option} 写明谁生成名册（{LABELS[role]}的账号）。")
    return People(**chosen), stood_in


def _data(done: list["Closed"], county: str, stood_in: list[str], troubles: dict[str, str]) -> dict[str, Any]:
    return {
        "troubles": troubles,
        "month": f"{done[0].month:%Y-%m}" if done else "",
        "area": county,
        "stood_in": stood_in,
        "programmes": [
            {"programme": one.programme, "label": one.label, "steps": one.steps, "next": one.next} for one in done
        ],
    }


def _show(one: "Closed") -> None:
    from anmin.kernel.month.api import STEPS

    click.echo(f"\n{one.label}　{one.month:%Y年%m月}　{one.area}")
    for step, label in STEPS.items():
        if step in one.steps:
            first, *more = _told(step, one.steps[step])
            click.echo(f"  ✓ {label:　<4}  {first}")
            for line in more:
                click.echo(f"             {line}")
    click.echo(f"  → {one.next}" if one.next else "  ✓ 本月已结账锁定。")


def _told(step: str, said: dict[str, Any]) -> list[str]:
    """A finished step in words, one line or more."""
    teller = globals().get(f"_tell_{step}")
    return teller(said) if teller else [f"{said['by']}　{said['at']}"]


def _tell_check(said: dict[str, Any]) -> list[str]:
    words = {"dead": "领款人已死亡", "closed": "已销户", "held": "缓发", "no_account": "没有账号"}
    extra = "，".join(f"{word} {said[name]}" for name, word in words.items() if said[name])
    lines = [f"上月{said['last_month']}；本月有效待遇 {said['in_force']:,} 户" + (f"，其中{extra}" if extra else "")]
    if (means := said.get("means", {})).get("sources"):
        lines.append(
            f"与 {means['sources']} 个部门的数据核对 {means['persons']:,} 人，发现 {means['found']:,} 条"
            f"（无授权未核对 {means['unsigned']:,} 人）"
        )
    return lines


def _tell_reckon(said: dict[str, Any]) -> list[str]:
    from anmin.kernel.month.api import Finding

    kinds = dict(Finding.Kind.choices)
    lines = [f"测算 {said['reckoned']:,} 户；名册导入新进 {said['enrolled']:,} 户；随标准调整 {said['raised']:,} 户"]
    return lines + [f"待复核：{kinds[kind]} {count:,} 户" for kind, count in said["found"].items()]


def _tell_roll(said: dict[str, Any]) -> list[str]:
    from anmin.kernel.month.api import MOVES, yuan

    rows = [
        f"{said['households']:,} 户 {said['persons']:,} 人 {said['lines']:,} 笔 ¥{yuan(said['amount'])}（{said['by']}）"
    ]
    for part, label in MOVES.items():
        m = said["movement"][part]
        rows.append(f"{label:　<5}{m['households']:>9,} 户{m['persons']:>10,} 人{yuan(m['amount']):>18} 元")
    return [*rows, f"未列入 {said['omitted']:,} 户　摘要 {said['digest'][:16]}…"]


def _tell_bank(said: dict[str, Any]) -> list[str]:
    from anmin.kernel.month.api import yuan

    rows = []
    for batch in said["batches"]:
        rows.append(f"{batch['number']}　{batch['lines']:,} 笔 ¥{yuan(batch['amount'])}　{batch['state']}")
        rows += [f"  {path}" for form, path in batch["files"].items() if form in ("csv", "xlsx")]
    return rows


def _tell_ledger(said: dict[str, Any]) -> list[str]:
    from anmin.kernel.month.api import yuan

    verdict = "名册、银行、账簿一致，借贷平衡" if said["agrees"] else "；".join(said["differences"])
    return [
        f"{verdict}；应付未发 ¥{yuan(said['owed_amount'])}（无账号 {said['no_account_lines']:,} 笔，退回 {said['returned_lines']:,} 笔）"
    ]


def _tell_return(said: dict[str, Any]) -> list[str]:
    from anmin.kernel.month.api import yuan

    return [
        f"到账 {said['paid_lines']:,} 笔 ¥{yuan(said['paid_amount'])}；"
        f"退回 {said['returned_lines']:,} 笔 ¥{yuan(said['returned_amount'])}"
    ]


def _tell_report(said: dict[str, Any]) -> list[str]:
    return [said["file"]]
