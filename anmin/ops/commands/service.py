"""`anmin service`: the skeleton of a new service."""

import click


@click.command()
@click.argument("name", metavar="名称")
@click.option("--label", default="", help="中文名称，如 灯油补贴")
def command(name: str, label: str) -> None:
    """新建一项业务的骨架（名称用小写英文或拼音），马上能通过自己的测试。"""
    from anmin.ops.database import ROOT
    from anmin.ops.service_scaffold import make

    for path in make(name, label or f"新业务 {name}"):
        click.echo(f"  ✓ {path.relative_to(ROOT)}")
    click.echo(
        f'下一步：按 anmin/services/{name}/README.md 逐个改写，再运行 make test args="tests/services -k {name}"。'
    )
