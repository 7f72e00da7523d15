"""`anmin raise`: a new table of standards as one operation, with the arrears of each month."""

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from anmin.kernel.month.api import Raised


@click.command("raise")
@click.argument("programme", metavar="项目")
@click.argument("table", metavar="新标准表", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--from", "since", required=True, type=click.DateTime(["%Y-%m"]), help="从哪个月起执行")
@click.option("--doc", required=True, help="文号")
@click.option("--article", default="", help="条款")
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="补差列入哪个月的名册；默认本月")
@click.option("--area", default="", help="县级区划代码；只有一个县时不用写")
@click.option("--by", "maker", default="", metavar="账号", help="登记的人（县局经办）")
@click.option("--confirm-by", "approver", default="", metavar="账号", help="确认的人（县局分管领导）")
@click.option("--try", "try_only", is_flag=True, help="只算，不写")
def command(
    programme: str, table: Path, since: Any, doc: str, article: str, month: Any, area: str, maker: str, approver: str,
    try_only: bool,
) -> None:  # fmt: skip
    """调标：登记新标准表，所有在册对象的金额随之提高，逐月补差列入下一名册。

    新标准表是 csv 或 xlsx，两列：类别、标准（元，与参数同一周期，优抚为年）。
    """
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from django.utils import timezone

    from anmin.kernel.access.api import Denied
    from anmin.kernel.funds.api import MoneyRefused
    from anmin.kernel.law.api import LawError
    from anmin.kernel.month.api import raise_standards
    from anmin.ops.commands.month import _people, county_named

    county = county_named(area)
    people, stood_in = _people(county, {"maker": maker, "reviewer": "", "approver": approver})
    if people.approver is None:
        raise Trouble("请用 --confirm-by 写明由谁确认（县局分管领导的账号）。")
    today = timezone.localdate()
    pay = (month or today).replace(day=1)
    try:
        done = raise_standards(
            programme, read_table(programme, table), since=since.date(), doc=doc, article=article,
            month=pay.date() if month else pay, area=county, who=people.maker, confirmed_by=people.approver, on=today,
            try_only=try_only,
        )  # fmt: skip
    except (MoneyRefused, Denied, LawError, LookupError) as error:
        raise Trouble(str(error)) from error
    _show(done, stood_in, doc, try_only)


def _show(done: "Raised", stood_in: list[str], doc: str, try_only: bool) -> None:
    from anmin.kernel.law.api import yuan

    if stood_in:
        click.echo(f"示范县：{'，'.join(stood_in)}（示范账号）")
    for label, old, new in done.changes:
        click.echo(f"  {label}：{yuan(old)} → {yuan(new)}")
    click.echo(f"提高 {done.households} 户；{done.month:%Y-%m} 起每月多 {yuan(done.more.get(done.month, 0))} 元")
    for owed, fen in done.arrears.items():
        click.echo(f"  补发 {owed:%Y-%m}：{yuan(fen)} 元")
    click.echo("只算，没有写入。" if try_only else f"✓ 已登记 {doc}；补差随 {done.month:%Y-%m} 名册发放。")


def read_table(programme: str, path: Path) -> dict[str, int]:
    """Column → value in fen (or the number's own unit) from a sheet of two columns. Raises Trouble in words."""
    from anmin.kernel.law.api import book, read_amount
    from anmin.ops.trouble import Trouble

    columns = book().law(programme).columns()
    labels = {label: name for name, (_, _, label) in columns.items()}
    short = {d.categories[c]: name for name, (d, c, _) in columns.items() if c}
    found: dict[str, int] = {}
    for place, row in enumerate(_rows(path), start=1):
        said, value = (str(cell or "").strip() for cell in (*row, "", "")[:2])
        name = said if said in columns else labels.get(said) or short.get(said)
        if place == 1 and name is None:
            continue  # the heading
        if not said and not value:
            continue
        if name is None:
            raise Trouble(f"{path.name} 第 {place} 行：没有叫“{said}”的类别。")
        amount = read_amount(value if value.endswith(("元", "%")) else f"{value}元", columns[name][0].unit)
        if not isinstance(amount, int):
            raise Trouble(f"{path.name} 第 {place} 行：标准“{value}”不是金额。")
        found[name] = amount
    if not found:
        raise Trouble(f"{path.name} 里没有一行标准。")
    return found


def _rows(path: Path) -> list[tuple]:
    if path.suffix.lower() == ".csv":
        return [tuple(row) for row in csv.reader(StringIO(path.read_text("utf-8-sig")))]
    import polars as pl

    return pl.read_excel(path, has_header=False, infer_schema_length=0).rows()
