"""`anmin law run`: whole populations from Parquet to Parquet. Needs no database."""

import time
from pathlib import Path

import click

from anmin.ops.commands.law import Day, show_json, spoken


@click.command("run")
@click.argument("service", metavar="业务")
@click.option("--date", "on", type=Day(), required=True, help="核算日：按这一天施行的规则和标准")
@click.option(
    "--households", type=click.Path(path_type=Path), required=True,
    help="家庭表 Parquet：household_id、area（区划代码），以及家庭的事实",
)  # fmt: skip
@click.option(
    "--persons", type=click.Path(path_type=Path), required=True, help="人员表 Parquet：household_id，以及个人的事实"
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="结果写到哪个 Parquet 文件")
@click.option("--engine", default="polars", show_default=True, help="polars、duckdb、fused 或 spark")
@click.option("--keep", multiple=True, help="要哪些家庭列（可重复）；不写则为全部结果列")
@click.option("--params", "params_file", type=click.Path(path_type=Path), help="本次测算改用的数，JSON 或 YAML")
@click.option("--part", type=click.IntRange(1), default=1_000_000, show_default=True, help="每次算多少户，内存随之增减")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@spoken
def run(service, on, households, persons, out, engine, keep, params_file, part, as_json) -> None:
    """成批测算：Parquet 读入、Parquet 写出；户数再多内存也不增加，有错的行逐一指出，不写半份结果。"""
    from anmin.kernel.law import api

    table = api.given_numbers(service, api.read_yaml(params_file)) if params_file else None
    begun = time.perf_counter()
    done = api.reckon_parquet(service, on, households, persons, out, keep=keep, table=table, engine=engine, part=part)
    told = {
        "service": service, "date": str(on), "engine": engine, "households": done.households, "parts": done.parts,
        "rules": api.rule_set_hash(service, on), "seconds": round(time.perf_counter() - begun, 3), "out": str(out),
    }  # fmt: skip
    if as_json:
        show_json(told)
    else:
        click.echo(f"{done.households:,} 户，{done.parts} 批，{told['seconds']} 秒，写入 {out}")
