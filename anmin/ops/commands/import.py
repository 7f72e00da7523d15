"""`anmin import`: files of a county into the registers."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from anmin.kernel.people.api import Checked, Imported
    from anmin.kernel.sheets.declare import Sheet

ACTOR = "命令行"
MOST_KINDS = 12
WORDS = {
    "new_persons": "新登记人员", "changed_persons": "更新人员", "new_households": "新登记家庭",
    "changed_households": "更新家庭", "changed_members": "成员变动", "changed_statuses": "残疾、重病、在校变动",
    "new_declarations": "新的申报", "listed": "列入在册对象",
}  # fmt: skip


@click.group()
def command() -> None:
    """导入表格：花名册。"""


@command.command()
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--service", default="dibao", show_default=True, help="哪项业务的花名册")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="名册反映哪一天的情况，默认今天")
@click.option("--sheet", default="", help="工作表名，默认自动选择")
@click.option(
    "--column", "columns", multiple=True, metavar="列=位置", help="指定列，如 --column village=C；列名见 --json"
)
@click.option("--yearly", multiple=True, metavar="列", help="该列金额是全年合计，如 --yearly wage")
@click.option("--dry-run", is_flag=True, help="只检查，不导入")
@click.option("--errors", type=click.Path(path_type=Path, dir_okay=False), help="有错的行连同原因写到这个 xlsx")
@click.option("--json", "as_json", is_flag=True, help="机器可读")
def roster(
    file: Path, service: str, on: Any, sheet: str, columns: tuple[str, ...], yearly: tuple[str, ...], dry_run: bool,
    errors: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """导入花名册：好的整户导入，有错的写明行、列和原因。同一文件再导一次不会改动任何数据。"""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    if not file.is_file():
        raise Trouble(f"找不到文件 {file}。")
    _can_write(errors)
    set_up()
    from django.utils import timezone

    day = on.date() if on else timezone.localdate()
    checked = _check(file, service, day, sheet, columns, yearly)
    if errors and checked.errors:
        checked.write_errors(str(errors))
    done = None if dry_run else _take(checked, service, day, file.name, quiet=as_json)
    if as_json:
        click.echo(json.dumps(_told(checked, done, service), ensure_ascii=False, indent=1))
    else:
        _show(checked, done, errors)
    sys.exit(0 if checked.households or not checked.errors else 1)


@command.command()
@click.option("--service", default="dibao", show_default=True, help="哪项业务的花名册")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个 xlsx，默认用名册名称")
def template(service: str, out: Path | None) -> None:
    """空白花名册模板：列名、可选的值和填写说明。"""
    from anmin.kernel.sheets.api import write_template
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from anmin.kernel.service import register

    rosters = {name: kind.roster for name, kind in register().items() if kind.roster}
    if service not in rosters:
        raise Trouble(f"“{service}”没有花名册可导入；有花名册的业务：{'、'.join(rosters)}。")
    _can_write(out)
    target = out or Path(f"{rosters[service].sheet.title}模板.xlsx")
    write_template(target, rosters[service].sheet)
    click.echo(f"✓ {target}")


def _can_write(path: Path | None) -> None:
    from anmin.ops.trouble import Trouble

    if path and not path.absolute().parent.is_dir():
        raise Trouble(f"没有 {path.absolute().parent} 这个目录，不能写 {path.name}；请先建立，或换一个地方。")


def _know_periods(sheet: "Sheet", yearly: tuple[str, ...]) -> None:
    """An unknown column would leave a year's amount to be read as a month's."""
    known = {column.name: column.label for column in sheet.columns if column.period}
    if unknown := [name for name in yearly if name not in known]:
        told = "、".join(f"{name}（{label}）" for name, label in known.items())
        raise LookupError(f"--yearly 没有名为 {'、'.join(unknown)} 的金额列；可写：{told or '这份名册没有这样的列'}。")


def _check(
    file: Path, service: str, day: Any, sheet: str, columns: tuple[str, ...], yearly: tuple[str, ...]
) -> "Checked":
    from anmin.kernel.people.api import check_roster
    from anmin.kernel.service import service as service_named
    from anmin.kernel.sheets.api import SheetError
    from anmin.ops.trouble import Trouble

    try:
        kind = service_named(service)
        if kind.roster is None:
            raise LookupError(f"{kind.label}没有花名册可导入。")
        _know_periods(kind.roster.sheet, yearly)
        mapping = dict(column.split("=", 1) for column in columns)
        periods = dict.fromkeys(yearly, "year")
        return check_roster(file, kind.roster, on=day, mapping=mapping, periods=periods, worksheet=sheet)
    except (SheetError, LookupError) as error:
        raise Trouble(str(error)) from error
    except ValueError as error:
        raise Trouble("--column 应写成 列=位置，例如 --column village=C。") from error


def _take(checked: "Checked", service: str, day: Any, name: str, *, quiet: bool) -> "Imported | None":
    from anmin.kernel.audit.api import acting
    from anmin.kernel.people.api import take_roster

    if not checked.households:
        return None
    shown = sys.stderr.isatty() and not quiet

    def tell(what: str, percent: int) -> None:
        if shown:
            click.echo(f"\r  {percent:3d}% {what}　　　　　", nl=False, err=True)

    with acting(ACTOR, reason=f"导入名册 {name}"):
        done = take_roster(checked, service, on=day, source=f"名册导入 {name}", tell=tell)
    if shown:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
    return done


def _told(checked: "Checked", done: "Imported | None", service: str) -> dict:
    reading = checked.reading
    return {
        "service": service,
        "worksheet": reading.worksheet,
        "rows": checked.rows,
        "bad_rows": checked.bad_rows,
        "households": checked.households,
        "persons": checked.persons,
        "imported": done.counts() if done else None,
        "unchanged": bool(done and done.nothing_new),
        "columns": [
            {"name": f.column.name, "label": f.column.label, "letter": f.letter, "header": f.header, "how": f.how}
            for f in reading.header.found
        ],
        "errors": [_place(e) for e in checked.errors],
        "warnings": [_place(w) for w in checked.warnings],
        "notices": checked.notices,
    }


def _place(error: Any) -> dict:
    return {
        "row": error.row, "column": error.letter, "header": error.header, "value": error.value, "what": error.what,
        "why": error.why, "todo": error.todo,
    }  # fmt: skip


def _show(checked: "Checked", done: "Imported | None", errors: Path | None) -> None:
    for notice in checked.notices:
        click.echo(f"· {notice}")
    click.echo(
        f"{checked.rows} 行：可导入 {checked.households} 户、{checked.persons} 人；"
        f"暂不导入 {checked.bad_rows} 行；提醒 {len(checked.warnings)} 条。"
    )
    for title, found in (("暂不导入的原因", checked.errors), ("提醒（不影响导入）", checked.warnings)):
        kinds = checked.kinds(found)
        if kinds:
            click.echo(f"{title}：")
        for what, count in kinds[:MOST_KINDS]:
            click.echo(f"  {count:6d}  {what}")
        if len(kinds) > MOST_KINDS:
            click.echo(f"          另有 {len(kinds) - MOST_KINDS} 种")
    if checked.errors:
        click.echo(
            f"有错的行已写到 {errors}，改正后可直接再导入。"
            if errors
            else "加 --errors 待改正.xlsx 可得到有错的行和原因。"
        )
    if done is None:
        click.echo("没有可导入的家庭。" if not checked.households else "只做了检查，没有导入。")
    elif done.nothing_new:
        click.echo("✓ 与现有数据完全相同，没有改动。")
    else:
        changed = "，".join(f"{WORDS[name]} {count}" for name, count in done.counts().items() if count)
        click.echo(f"✓ 已导入：{changed}。")
