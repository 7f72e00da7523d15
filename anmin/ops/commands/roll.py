"""`anmin roll`: what comes after a month's first bank file, and a bank's answer to try it with."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click


@click.group("roll")
def command() -> None:
    """发放名册：再次发放、核验、模拟银行回盘。"""


@command.command("reissue")
@click.argument("month", metavar="月份", type=click.DateTime(["%Y-%m"]))
@click.option("--area", default="", help="县级区划代码；只有一个县时不用写")
@click.option("--programme", default="dibao", show_default=True, help="项目")
@click.option("--by", "sender", required=True, metavar="账号", help="资金发放岗")
@click.option("--same-account", is_flag=True, help="账号没有改动的也再送一次（如冻结的账户已解冻）")
def reissue(month: Any, area: str, programme: str, sender: str, same_account: bool) -> None:
    """把退回的、当时没有账号的，用改正后的账号再送一批银行文件。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.audit.api import acting
    from anmin.kernel.funds.api import make_batch, write_files
    from anmin.kernel.month.api import yuan

    who = _user(sender)
    with _spoken():
        roll = _roll(month, area, programme)
        with acting(who.actor, reason=f"{month:%Y-%m} 再次发放"):
            batch = make_batch(roll.pk, who=who, same_account=same_account)
        if batch is None:
            click.echo("没有要再次发放的：退回的和没有账号的都还没有登记新的账号或户名。")
            return
        click.echo(f"✓ {batch.number}　{batch.lines:,} 笔 ¥{yuan(batch.amount)}")
        for form, path in write_files(batch).items():
            if form in ("csv", "xlsx"):
                click.echo(f"  {path}")


@command.command("verify")
@click.argument("month", metavar="月份", type=click.DateTime(["%Y-%m"]))
@click.option("--area", default="", help="县级区划代码；只有一个县时不用写")
@click.option("--programme", default="dibao", show_default=True, help="项目")
def verify(month: Any, area: str, programme: str) -> None:
    """逐行重算名册的 SM3 摘要，并核对银行文件与账簿；有不符的指明是哪一行。"""
    from anmin.ops.django import set_up

    set_up()
    from anmin.kernel.funds.api import altered_lines, files_of, write_files
    from anmin.kernel.month.api import reconcile

    with _spoken():
        roll = _roll(month, area, programme)
        faults = altered_lines(roll)
        for batch in roll.batches.select_related("roll"):
            if files_of(batch)["csv"].exists():
                write_files(batch)
        faults += reconcile(roll)["differences"] if roll.batches.exists() else []
    for fault in faults:
        click.echo(f"✗ {fault}")
    if faults:
        raise SystemExit(1)
    click.echo(f"✓ {month:%Y-%m}：{roll.lines:,} 行摘要、合计、银行文件和账簿都相符。")


@command.command("try-answer")
@click.argument("batch", metavar="批次号")
@click.option("--returned", type=click.IntRange(0), default=0, show_default=True, help="最后几笔退回")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="xlsx 或 csv")
def try_answer(batch: str, returned: int, output: Path) -> None:
    """做一份像银行送回的回盘文件，供试用；正式使用时由银行提供。"""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from anmin.kernel.funds.api import ANSWER, Batch, Remittance
    from anmin.kernel.sheets.api import write_csv, write_table

    found = Batch.objects.filter(number=batch).first()
    if found is None:
        raise Trouble(f"没有批次“{batch}”；批次号见 anmin month close 的输出。")
    sent = Remittance.objects.filter(batch=found).order_by("serial").values_list("serial", "amount", "bank_tail")
    rows = [
        (batch, serial, amount, "returned" if serial > found.lines - returned else "paid",
         "账户已销户" if serial > found.lines - returned else "", f"{serial:012d}", f"****{tail}")
        for serial, amount, tail in sent
    ]  # fmt: skip
    if output.suffix == ".csv":
        labels = {"paid": "成功", "returned": "失败"}
        write_csv(output, ANSWER.columns, [(*row[:3], labels[row[3]], *row[4:]) for row in rows])
    else:
        write_table(output, ANSWER.columns, rows)
    click.echo(f"✓ {output}：{found.lines:,} 笔，其中退回 {min(returned, found.lines):,} 笔。")


def _user(username: str) -> Any:
    from anmin.ops.commands.month import user_named

    return user_named(username)


def _roll(month: Any, area: str, programme: str) -> Any:
    from anmin.kernel.funds.api import Roll
    from anmin.ops.commands.month import county_named
    from anmin.ops.trouble import Trouble

    county = county_named(area)
    roll = Roll.objects.filter(programme=programme, month=month.date(), area=county).first()
    if roll is None:
        raise Trouble(f"{month:%Y-%m} 还没有生成名册，请先运行 anmin month close {month:%Y-%m}。")
    return roll


@contextlib.contextmanager
def _spoken() -> Iterator[None]:
    """Refusals of the money rooms as one line."""
    from anmin.kernel.access.api import Denied
    from anmin.kernel.funds.api import MoneyRefused
    from anmin.ops.trouble import Trouble

    try:
        yield
    except (MoneyRefused, Denied) as error:
        raise Trouble(str(error)) from error
