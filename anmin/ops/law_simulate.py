"""`anmin law simulate`: what other numbers, or another version of a rule, would cost and change. Touches nothing real."""

import datetime as dt
import re
from pathlib import Path

import click

from anmin.ops.commands.law import show_json, spoken
from anmin.ops.law_package import manifests

SAID = re.compile(r"([a-z_]+\.[a-z0-9_]+)(?:@(urban|rural))?=([+-]?)(.+)")
MOVES = {"entering": "新进入", "leaving": "退出", "gaining": "增发", "losing": "减发"}


class Month(click.ParamType):
    """A month as 2027-01."""

    name = "月份"

    def convert(self, value, param, ctx):
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail(f"月份「{value}」应写成 2027-01 的样子", param, ctx)


@click.command("simulate")
@click.argument("packs", metavar="[方案文件]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--area", required=True, help="县的区划代码（6 位）")
@click.option("--from", "month", type=Month(), required=True, help="从哪个月起，例 2027-01")
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True, help="推演几个月")
@click.option(
    "--set",
    "sets",
    multiple=True,
    help="改一个数：dibao.standard_month=860元；+60元、+10% 为在现值上增减；@urban 只改城镇",
)
@click.option(
    "--sample", type=click.IntRange(10, 2_000_000), help="用生成的样本户数（虚构）；不写则用本系统在册和已申报的家庭"
)
@click.option("--seed", default=42, show_default=True, help="样本的种子")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.option("--xlsx", type=click.Path(path_type=Path), help="另存为 Excel 文件")
@spoken
def simulate(packs, area, month, months, sets, sample, seed, as_json, xlsx) -> None:
    """推演：改标准或换规则版本，看要多花多少钱、谁进谁出。只读，不动任何真实数据。

    方案文件是 YAML，几份各算一次；--set 的改动加在每一份上。
    """
    from anmin.kernel.law import api as law
    from anmin.kernel.whatif import api

    if not area.isdigit() or len(area) not in (6, 12):
        raise law.LawError(f"区划代码「{area}」应是 6 位县码（或 12 位）。")
    if not sample:
        from anmin.ops.django import set_up

        set_up()
    services = manifests()
    table = law.numbers() if sample else law.stored_numbers()
    documents = [dict(api.sound(law.read_yaml(path))) for path in packs] or [{"title": "推演"}]
    results = []
    for document in documents:
        document["changes"] = {**(document.get("changes") or {}), **changes(sets)}
        scenario = api.read(document, area, month, months, law.book(), table)
        if not scenario.changes and not scenario.switches:
            raise law.LawError("没有说要改什么：给出方案文件，或用 --set 服务.名称=值。")
        results.append(_run(api, law, scenario, services, sample, seed, table))
    if xlsx:
        from anmin.kernel.whatif.api import write_book

        with xlsx.open("wb") as target:
            write_book(target, results, {})
    if as_json:
        show_json(results[0] if len(results) == 1 else results)
    else:
        click.echo("\n\n".join("\n".join(lines(result)) for result in results))


def _run(api, law, scenario, services, sample, seed, table) -> dict:
    if sample:
        people = api.sample(sample, scenario.area, [s.name for s in services], law.book(), seed)
        return api.simulate(scenario, people, services, api.Law(law.book(), table))
    people, _ = api.population(scenario.area, dt.date.today(), services)  # noqa: DTZ011
    return api.over_county(scenario, people, services)


def changes(sets: tuple[str, ...]) -> dict:
    """`--set` options as the changes of a pack."""
    from anmin.kernel.law.api import LawError

    found: dict[str, list] = {}
    for text in sets:
        match = SAID.fullmatch(text.strip())
        if match is None:
            raise LawError(
                f"--set {text} 看不懂：应写成 dibao.standard_month=860元、dibao.standard_month@urban=+60元 或 =+10%。"
            )
        key, residence, sign, said = match.groups()
        item: dict = {"urban_rural": residence} if residence else {}
        found.setdefault(key, []).append(item | _amount(sign, said, text))
    return found


def _amount(sign: str, said: str, text: str) -> dict:
    from decimal import Decimal, InvalidOperation

    from anmin.kernel.law.api import LawError

    if not sign:
        return {"value": int(said) if said.isdigit() else said == "true" if said in ("true", "false") else said}
    turn = -1 if sign == "-" else 1
    try:
        if said.endswith("%"):
            return {"scale_bp": turn * int(Decimal(said[:-1]) * 100)}
        return {"add": turn * int(Decimal(said.removesuffix("元")) * (100 if said.endswith("元") else 1))}
    except InvalidOperation:
        raise LawError(f"--set {text}：增减应写成 +60元、-100 或 +10%。") from None


def lines(result: dict):
    """The result as a text."""
    from anmin.kernel.law.api import yuan

    yield f"{result['title']}    {result['area']}    {result['month'][:7]} 起 {result['months']} 个月"
    yield f"人口：{result['population']['told']}"
    yield from (f"改动：{line}" for line in result["changes"])
    if result["source"]:
        yield f"来源：{result['source']}"
    for service in result["services"]:
        total, last = service["total"], service["months"][-1]
        yield ""
        yield f"{service['label']}"
        more = _signed(total["after"] - total["before"])
        yield f"  {result['months']} 个月  {yuan(total['before'])} → {yuan(total['after'])} 元（{more}）"
        was, now = last["before"], last["after"]
        yield f"  {last['month'][:7]} 覆盖  {was['households']:,} 户 {was['persons']:,} 人 → {now['households']:,} 户 {now['persons']:,} 人"
        for fund in service["funds"]:
            budget = "没有录入预算"
            if fund["budget"] is not None:
                budget = f"预算 {yuan(fund['budget'])}，结余 {yuan(fund['left_before'])} → {yuan(fund['left_after'])}"
            yield f"  {fund['year']} 年 {fund['months']} 个月 {fund['name']}  {yuan(fund['before'])} → {yuan(fund['after'])} 元；{budget}"
        for kind, label in MOVES.items():
            move = service["moves"][kind]
            if move["households"]:
                yield f"  {label} {move['households']:,} 户，月 {_signed(move['amount'])} 元"
        for town in service["towns"]:
            change = town["after"]["amount"] - town["before"]["amount"]
            yield f"    {town['area']}  {town['before']['households']:,} → {town['after']['households']:,} 户，月 {_signed(change)} 元"
    if not result["services"]:
        yield "没有一项按月发放的待遇因此改变。"
    for label, why in result["not_reckoned"].items():
        yield f"没有测算 {label}:{why}"


def _signed(fen: int) -> str:
    from anmin.kernel.law.api import yuan

    return f"{'+' if fen >= 0 else ''}{yuan(fen)}"
