"""`anmin law`: reckon one household with reasons, and list what a service asks for. Needs no database."""

import datetime as dt
import importlib.util
import json
from functools import wraps
from pathlib import Path

import click

ELSEWHERE = {
    "package": "anmin.ops.law_package",
    "rehearse": "anmin.ops.law_rehearse",
    "replay": "anmin.ops.law_replay",
    "run": "anmin.ops.law_run",
    "simulate": "anmin.ops.law_simulate",
}


class Parts(click.Group):
    """Subcommands that live in modules of their own, imported only when called; each bears its own name there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in ELSEWHERE:
            return getattr(importlib.import_module(ELSEWHERE[name]), name)
        return super().get_command(ctx, name)


@click.group(name="law", cls=Parts)
def command() -> None:
    """规则与标准：测算、所问事实、参数、版本。"""


def spoken(function):
    """Errors of the law room as one message on standard error, exit code 2."""

    @wraps(function)
    def wrapped(*args, **kwargs):
        from anmin.kernel.law.api import LawError

        try:
            return function(*args, **kwargs)
        except LawError as error:
            click.echo(f"错误：{error}", err=True)
            raise SystemExit(2) from None

    return wrapped


class Day(click.ParamType):
    """A day as 2026-10-09."""

    name = "日期"

    def convert(self, value, param, ctx):
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，应是 2026-10-09 的样子，并且确有其日", param, ctx)


def receipt_lines(service):
    """The top lines of the receipt, as the service's manifest declares them."""
    name = f"anmin.services.{service}.service"
    return importlib.import_module(name).SERVICE.receipt if importlib.util.find_spec(name) else ()


def show_json(data) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@command.command()
@click.argument("service", metavar="业务")
@click.option("--date", "on", type=Day(), required=True, help="核算日：按这一天施行的规则和标准")
@click.option("--area", required=True, help="行政区划代码（2、4、6、9 或 12 位）")
@click.option(
    "--facts", "facts_file", type=click.Path(path_type=Path), required=True, help="家庭与人员的事实，JSON 或 YAML"
)
@click.option("--params", "params_file", type=click.Path(path_type=Path), help="本次测算改用的数，JSON 或 YAML")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--steps", is_flag=True, help="测算单里列出全部步骤")
@spoken
def explain(service, on, area, facts_file, params_file, as_json, steps) -> None:
    """测算一户并说明每一步：规则、数值、条文。"""
    from anmin.kernel.law import api

    if not area.isdigit() or len(area) not in (2, 4, 6, 9, 12):
        raise api.LawError(f"区划代码「{area}」应是 2、4、6、9 或 12 位数字。")
    household, persons = api.household_facts(service, api.read_yaml(facts_file), area)
    table = api.given_numbers(service, api.read_yaml(params_file)) if params_file else None
    done = api.reckon_checked(service, on, area, "", household, persons, table)
    if as_json:
        show_json(api.as_data(done))
    else:
        click.echo(api.as_text(done, receipt_lines(service), steps))


@command.command()
@click.argument("service", metavar="业务")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@spoken
def facts(service, as_json) -> None:
    """列出一项服务要问的事实。"""
    from anmin.kernel.law import api

    asked = api.facts_of(service)
    if as_json:
        show_json([_fact(f) for f in asked])
        return
    for level, title in (("household", "家庭"), ("person", "每个人")):
        click.echo(title)
        for f in asked:
            if f.level == level:
                default = "必填" if f.required else f"默认 {f.default}"
                click.echo(f"  {f.name:36} {f.unit:10} {default:14} {f.label}")
                for code, label in f.choices.items():
                    click.echo(f"      {code:18} {label}")


def _fact(f) -> dict:
    shown = {"name": f.name, "label": f.label, "unit": f.unit, "type": f.type, "level": f.level}
    shown |= {"required": f.required, "default": None if f.required else f.default}
    if f.choices:
        shown["choices"] = f.choices
    if f.question:
        shown["question"] = f.question
    return shown


@command.command()
@click.argument("service", metavar="业务")
@click.option("--date", "on", type=Day(), default=lambda: dt.date.today(), help="看哪一天的数")  # noqa: DTZ011
@click.option("--area", default="", help="看哪个地方的数")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@spoken
def params(service, on, area, as_json) -> None:
    """列出一项服务的数（--params 可以改的），以及某日某地的值和文号。"""
    from anmin.kernel.law import api

    table, rows = api.numbers(), []
    for column, (number, _, label) in api.book().law(service).columns().items():
        row = {"name": column, "label": label, "unit": number.unit}
        if number.choices:
            row["choices"] = number.choices
        for residence in ("urban", "rural"):
            found = table.find(f"{service}.{column}", on, area, residence)
            row[residence] = (
                None if found is None else {"value": found.value, "source": found.source, "mark": found.mark}
            )
        rows.append(row)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        held = row["urban"] or row["rural"]
        said = f"{held['value']}  {held['source']}" if held else "（由当地确定，须在县参数或 --params 中给出）"
        click.echo(f"{row['name']:40} {row['unit']:18} {row['label']}:{said}")


@command.command()
@click.argument("service", metavar="业务")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@spoken
def versions(service, as_json) -> None:
    """列出一项服务的规则版本及其起止日期。"""
    from anmin.kernel.law import api

    rows = api.versions_of(service)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['since']} — {row['until'] or '今':10} {row['name']:28} {row['label']}  {row['cite']}")


@command.command()
@click.argument("services", metavar="[业务]...", nargs=-1)
@spoken
def check(services) -> None:
    """核对全部规则和数：每个起止日上名称齐全、无循环、单位相合。"""
    from anmin.kernel.law import api

    for service in services or api.book().names():
        days = api.check(service)
        click.echo(f"{service}:{len(days)} 个起止日全部通过。")
