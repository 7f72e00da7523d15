"""`anmin law package`: everything one household could have, and the best lawful combination. Needs no database."""

import os
from pathlib import Path

import click

from anmin.ops.commands.law import Day, show_json, spoken


def manifests():
    """The manifests of this installation's services that have rules, in the order of the compatibility data.

    Some manifests name tables, so the application is loaded; no database is asked.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
    import django

    django.setup()
    from anmin.kernel.law import api as law
    from anmin.kernel.package.api import in_order, read_installed
    from anmin.kernel.service import register

    return in_order(register().values(), read_installed(), law.book())


@click.command("package")
@click.option("--date", "on", type=Day(), required=True, help="按这一天施行的规则和标准")
@click.option("--area", required=True, help="行政区划代码（2、4、6、9 或 12 位）")
@click.option("--facts", "facts_file", type=click.Path(path_type=Path), required=True, help="一户的事实，JSON 或 YAML")
@click.option("--service", "only", multiple=True, help="只看这几项服务（可重复）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--steps", "traces", is_flag=True, help="附每项服务的测算单")
@spoken
def package(on, area, facts_file, only, as_json, traces) -> None:
    """一户可享受的全部待遇：全部服务一起测算，给出最优合法组合、未选的理由和缺的材料。"""
    from anmin.kernel.law import api as law
    from anmin.kernel.package import api

    if not area.isdigit() or len(area) not in (2, 4, 6, 9, 12):
        raise law.LawError(f"区划代码「{area}」应是 2、4、6、9 或 12 位数字。")
    services = manifests()
    if unknown := [name for name in only if name not in {s.name for s in services}]:
        raise law.LawError(f"没有叫「{'、'.join(unknown)}」的服务；现有：{'、'.join(s.name for s in services)}。")
    chosen = [s for s in services if not only or s.name in only]
    done = api.reckon_package(on, area, law.read_yaml(facts_file), chosen, api.read_installed())
    if as_json:
        show_json(api.as_data(done))
    else:
        click.echo(api.as_text(done, traces))
