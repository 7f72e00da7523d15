"""`anmin demo`: the fictional county, and rosters to try the import with."""

from pathlib import Path

import click


@click.group(invoke_without_command=True)
@click.option("--households", type=click.IntRange(100, 200_000), default=600, show_default=True, help="家庭户数")
@click.option("--seed", type=int, default=20261009, show_default=True, help="随机种子；相同种子和日期得到相同的县")
@click.option("--reset", is_flag=True, help="清空示范县（连同在其中做的一切）后重新装载")
@click.option("--accounts", is_flag=True, help="只显示示范账号和先看什么")
@click.pass_context
def command(context: click.Context, households: int, seed: int, reset: bool, accounts: bool) -> None:
    """装载虚构的安和县：区划、人员、家庭、案件、发放和几处有意留下的异常。"""
    if context.invoked_subcommand:
        return
    from anmin.ops.django import set_up

    set_up()
    if accounts:
        from anmin.ops import demo

        click.echo(demo.welcome().strip() or "这里没有装载示范县。")
        return
    if reset:
        from anmin.ops.demo.reset import empty_database

        empty_database()
    _load(households, seed)


def _load(households: int, seed: int) -> None:
    import time

    from django.utils import timezone

    from anmin.ops.demo import load
    from anmin.ops.trouble import Trouble

    if load.is_there():
        load.write_accounts()
        click.echo("示范县已经在了，没有改动。要重新装载请用 anmin demo --reset。")
        return
    if load.other_data():
        raise Trouble("这个库里已有数据，不能再放入虚构的示范县。请换一个空库（另设 DATABASE_URL 或 ANMIN_VAR）。")
    begin = time.monotonic()
    made = load.load(households, seed, timezone.localdate(), say=lambda what: click.echo(f"  … {what}"))
    click.echo(
        f"✓ 安和县（虚构）：{made.households} 户、{made.persons} 人、{made.cases} 件案件、{made.entitlements} 份待遇，"
        f"用时 {time.monotonic() - begin:.1f} 秒。"
    )


@command.command()
@click.option("--households", type=click.IntRange(1, 200_000), default=300, show_default=True, help="户数")
@click.option("--errors", type=click.IntRange(0, 100_000), default=24, show_default=True, help="其中有错的行数")
@click.option("--seed", type=int, default=7, show_default=True, help="随机种子")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="默认 var/demo/花名册.xlsx")
def roster(households: int, errors: int, seed: int, output: Path | None) -> None:
    """做一份像真的一样乱的低保花名册（合并表头、全角数字、数字型证件号、错号、合计行），供试导入。"""
    from anmin.ops.database import VAR
    from anmin.ops.django import set_up

    set_up()
    from django.utils import timezone

    from anmin.ops.demo.roster import write_roster

    output = output or VAR / "demo" / "花名册.xlsx"
    output.parent.mkdir(parents=True, exist_ok=True)
    made = write_roster(output, households, errors, seed, timezone.localdate())
    click.echo(f"✓ {output}：{made.households} 户、{made.rows} 行，其中有错的 {made.wrong} 行。")
