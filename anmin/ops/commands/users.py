"""`anmin users`: accounts and posts from the command line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

ACTOR = "命令行"


@contextmanager
def _acting(reason: str) -> Iterator[None]:
    """Django ready, one transaction, and what the door refuses as one line."""
    from anmin.ops.django import set_up
    from anmin.ops.trouble import Trouble

    set_up()
    from anmin.kernel.audit.api import acting

    try:
        with acting(ACTOR, reason=reason):
            yield
    except (LookupError, ValueError) as error:
        raise Trouble(str(error)) from error


@click.group()
def command() -> None:
    """账号和岗位：列出、新增、任免、改口令、停用和启用，清除两步验证。"""


@command.command("list")
@click.option("--role", default="", help="只列某一角色，如 R4")
@click.option("--json", "as_json", is_flag=True, help="机器可读")
def list_accounts(role: str, as_json: bool) -> None:
    """列出账号和现任岗位。"""
    from anmin.ops.django import set_up

    set_up()
    rows = _accounts(role)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        posts = "；".join(f"{post['label']}（{post['place'] or post['area']}）" for post in row["posts"])
        state = "" if row["active"] else "  已停用"
        keeper = "系统管理" if row["keeper"] else ""
        click.echo(f"{row['username']:<14}{row['name']:<6}\t{posts or keeper or '没有岗位'}{state}")
    click.echo(f"共 {len(rows)} 个账号。")


def _accounts(role: str) -> list[dict]:
    from anmin.kernel.access.api import ROLES, Account, user_of
    from anmin.kernel.places.api import area_names

    users = [user_of(account) for account in Account.objects.order_by("id")]
    names = area_names({post.area for user in users for post in user.posts})
    return [
        {
            "username": user.account.username,
            "name": user.account.name,
            "active": user.account.is_active,
            "keeper": user.account.is_keeper,
            "posts": [
                {"role": p.role, "label": ROLES[p.role], "area": p.area, "place": names.get(p.area, "")}
                for p in user.posts
            ],
        }
        for user in users
        if not role or role in user.roles
    ]


def _asked_twice(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    if value is not None:
        return value
    first = click.prompt("口令", hide_input=True, prompt_suffix="：")
    if first != click.prompt("再输一遍", hide_input=True, prompt_suffix="："):
        raise click.ClickException("两次输入的口令不一样，没有改动。请重新运行。")
    return first


@command.command()
@click.argument("username", metavar="账号")
@click.argument("name", metavar="姓名")
@click.option("--keeper", is_flag=True, help="管理账号和参数，不办业务")
@click.option("--area", default="", metavar="区划代码", help="所属区划；系统管理员只管这里，不写则管整个系统")
@click.option("--password", callback=_asked_twice, help="不写则询问，输入时不显示")
def add(username: str, name: str, keeper: bool, area: str, password: str) -> None:
    """新增账号；岗位另用 post 任命。"""
    with _acting(f"新增账号 {username}"):
        from anmin.kernel.access.api import Account, open_account, reset_password
        from anmin.kernel.places.api import codes

        if Account.objects.filter(username=username).exists():
            raise ValueError(f"登录名“{username}”已有人用，请换一个。")
        home = codes.read_code(area) if area else ""
        account = open_account(username=username, name=name, password=password, keeper=keeper, area=home)
        reset_password(account, password)
    then = "在网页“账号与岗位”里管理账号" if keeper else f"anmin users post {username} R4 区划代码"
    click.echo(f"✓ 已新增 {name}（{username}）。下一步：{then}")


@command.command()
@click.argument("username", metavar="账号")
@click.argument("role", metavar="角色")
@click.argument("area", metavar="区划代码")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="任职日期，默认今天")
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), help="不是任命，而是从这一天起免去")
def post(username: str, role: str, area: str, since: object, end: object) -> None:
    """任命（或用 --end 免去）岗位，例如 anmin users post wang R4 349926200。"""
    with _acting(f"{'免去' if end else '任命'} {username} {role} {area}"):
        message = _change_post(username, role, area, since, end)
    click.echo(message)


def _change_post(username: str, role: str, area: str, since: Any, end: Any) -> str:
    from django.utils import timezone

    from anmin.kernel.access.api import ROLES, account_named, end_post, give_post
    from anmin.kernel.places.api import area_names, codes

    if role not in ROLES or role == "R1":
        raise ValueError(
            f"没有“{role}”这个角色。可用：{'、'.join(f'{k} {v}' for k, v in ROLES.items() if k != 'R1')}。"
        )
    account, code = account_named(username), codes.read_code(area)
    place = area_names({code}).get(code)
    if place is None:
        raise LookupError(f"区划表里没有 {code}，请核对代码。")
    if end:
        if not end_post(account, role, code, until=end.date()):
            raise LookupError(f"{account.name} 在{place}没有正在任的{ROLES[role]}岗位。")
        return f"✓ {account.name} 自 {end.date()} 起不再担任{place}{ROLES[role]}。"
    given = give_post(account, role, code, since=since.date() if since else timezone.localdate())
    return f"✓ {account.name} 自 {given.since} 起担任{place}{ROLES[role]}。"


@command.command()
@click.argument("username", metavar="账号")
@click.option("--password", callback=_asked_twice, help="不写则询问，输入时不显示")
def password(username: str, password: str) -> None:
    """重设口令；该账号已登录的会话随即失效。"""
    with _acting(f"重设 {username} 的口令"):
        from anmin.kernel.access.api import account_named, reset_password

        reset_password(account_named(username), password)
    click.echo(f"✓ {username} 的口令已重设。")


@command.command()
@click.argument("username", metavar="账号")
def lock(username: str) -> None:
    """停用账号。办过的事和留痕都保留。"""
    with _acting(f"停用 {username}"):
        from anmin.kernel.access.api import account_named, lock

        lock(account_named(username))
    click.echo(f"✓ {username} 已停用，不能再登录。")


@command.command()
@click.argument("username", metavar="账号")
def unlock(username: str) -> None:
    """启用账号，并解除输错口令后的锁定。"""
    with _acting(f"启用 {username}"):
        from anmin.kernel.access.api import account_named, unlock

        unlock(account_named(username))
    click.echo(f"✓ {username} 可以登录了。")


@command.command("clear-second")
@click.argument("username", metavar="账号")
def clear_second(username: str) -> None:
    """清除两步验证：手机丢失、恢复码用完，又没有别的系统管理员可找时用。"""
    with _acting(f"清除 {username} 的两步验证"):
        from anmin.kernel.access.api import account_named, drop_second

        drop_second(account_named(username))
    click.echo(f"✓ {username} 登录只需密码；岗位要求两步验证的，登录后须重新开启。")
