"""`anmin law replay`: decisions reckoned again, one or all of a county. Exit code 1 where something else comes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from anmin.ops.commands.law import show_json, spoken
from anmin.ops.trouble import Trouble

TOLD = (("results", "结果不同"), ("causes", "规则与数不同"), ("facts", "其后更正的事实"))


@click.command("replay")
@click.argument("number", metavar="案号", required=False)
@click.option("--all", "everything", is_flag=True, help="一个区划的全部决定和待遇，成批重放")
@click.option("--area", default="", help="区划代码，与 --all 合用；不写为全部")
@click.option("--service", default="", help="只重放一项业务，如 dibao")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@spoken
def replay(number: str | None, everything: bool, area: str, service: str, as_json: bool) -> None:
    """重放决定：用当时的事实，按现在所知的当日规则和数再算一遍；不同之处逐条说明（规则、数、事实）。"""
    from anmin.ops.django import set_up

    set_up()
    if bool(number) == everything:
        raise Trouble("请写一个案号，或用 --all 重放全部。")
    failed = _everything(area, service, as_json) if everything else _one(str(number), as_json)
    raise SystemExit(1 if failed else 0)


def _one(number: str, as_json: bool) -> bool:
    from anmin.kernel.flow.api import Case, replay

    case = Case.objects.select_related("household").filter(number=number).first()
    if case is None:
        raise Trouble(f"没有案号为“{number}”的案件。")
    try:
        done = replay(case)
    except LookupError as error:
        raise Trouble(str(error)) from None
    if as_json:
        show_json(done.as_data())
        return not done.same
    word = "结果相同" if done.same else "结果不同"
    click.echo(f"{case.number} {case.service} 按 {case.law_day} 的规则和数：{word}")
    for name, title in TOLD:
        if found := getattr(done, name):
            click.echo(title)
            for difference in found:
                click.echo(f"  · {difference}")
    return not done.same


def _everything(area: str, service: str, as_json: bool) -> bool:
    from anmin.kernel.flow.api import DECIDED, Case, replay_all
    from anmin.kernel.places.api import prefix_of

    prefix = prefix_of(area) if area else ""
    cases = Case.objects.select_related("household").filter(outcome__in=DECIDED, area__startswith=prefix)
    if service:
        cases = cases.filter(service=service)
    done = list(replay_all(cases.order_by("pk")))
    other = [d.as_data() for d in done if not d.same]
    held, drifted = _entitlements(prefix, service)
    if as_json:
        show_json({"cases": len(done), "different": other, "entitlements": held, "different_entitlements": drifted})
    else:
        click.echo(f"决定 {len(done):,} 件，结果相同 {len(done) - len(other):,} 件，不同 {len(other)} 件")
        for told in other:
            first = (told["causes"] or told["results"])[0]
            click.echo(f"  · {told['case']} {first['label']}：当时 {first['then']}，现在 {first['now']}")
        click.echo(f"其他待遇（名册、月结） {held:,} 份，金额相同 {held - len(drifted):,} 份，不同 {len(drifted)} 份")
        for row in drifted:
            said = "；".join(row["causes"]) or "规则和数都相同：金额被改动，或事实被改动"
            click.echo(
                f"  · {row['programme']} 户 {row['household']}：现记 {row['amount']} 分，重放 {row['again']} 分；{said}"
            )
    return bool(other or drifted)


def _entitlements(prefix: str, only: str) -> tuple[int, list[dict[str, Any]]]:
    """How many amounts in force rest on facts of their own and not on a case, and those that come out otherwise."""
    from anmin.kernel.month.api import paying

    held, out = 0, []
    for programme in paying():
        if not only or only == programme:
            for count, rows in _by_day(programme, prefix):
                held += count
                out += rows
    return held, out


def _by_day(programme: str, prefix: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    import polars as pl

    from anmin.kernel.funds.api import Entitlement
    from anmin.kernel.month.api import frozen

    decided = Entitlement.objects.filter(programme=programme, case__isnull=False).values_list("pk", flat=True)
    kept = frozen(programme, prefix, date(1949, 10, 1), date(9999, 1, 1))
    rows = kept.rows.filter(~pl.col("household_id").is_in(list(decided)))
    for (day,), here in rows.partition_by("law_day", as_dict=True).items():
        again = kept.reckon(programme, day, here)
        differs = here.join(again.results, on="household_id").filter(pl.col("amount") != pl.col("amount_right"))
        yield here.height, [_told(programme, day, row) for row in differs.iter_rows(named=True)]


def _told(programme: str, day: date, row: dict[str, Any]) -> dict[str, Any]:
    from anmin.kernel.funds.api import Entitlement
    from anmin.kernel.law import api as law

    basis = Entitlement.objects.values_list("basis", flat=True).get(pk=row["household_id"])
    causes = law.compare_basis(
        programme, day, row["area"], row["urban_rural"], basis.get("rules", ""), basis.get("numbers", "")
    )
    return {
        "programme": programme, "household": row["home"], "law_day": str(day), "amount": row["amount"],
        "again": row["amount_right"], "causes": [str(cause) for cause in causes],
    }  # fmt: skip
