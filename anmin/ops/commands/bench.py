"""`anmin bench`: what `make bench` runs."""

import click


@click.command()
@click.argument("names", metavar="[测速项]...", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="只列出有哪些测速项")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(names: tuple[str, ...], only_list: bool, as_json: bool) -> None:
    """测速：每项旁边是同一次运行测得的对照值，结果写入 var/bench.json。"""
    import json

    from anmin.ops import bench

    if only_list:
        click.echo("\n".join(bench.collect()))
        return
    rows = bench.run(names)
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else bench.table(rows))
