"""`anmin token`: keys with which programs use the JSON interface."""

import click


@click.group()
def command() -> None:
    """接口令牌：给程序开通、作废。令牌只能少于账号本身的权限。"""


@command.command("open")
@click.argument("username", metavar="账号")
@click.option("--name", required=True, help="用途，例如“数据共享平台每日取数”")
@click.option("--scope", "scopes", multiple=True, required=True, help="权限名，可重复，例如 places.see；用 scopes 查看")
@click.option("--days", type=click.IntRange(1, 730), default=365, show_default=True, help="有效天数")
def open_(username: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """开通一个令牌；完整的令牌只显示这一次。"""
    _set_up()
    from datetime import timedelta

    from django.utils import timezone

    from anmin.kernel.access.api import Account, open_token
    from anmin.kernel.audit.api import acting
    from anmin.ops.trouble import Trouble

    known = _permissions()
    if unknown := sorted(set(scopes) - known.keys()):
        raise Trouble(f"没有名为 {'、'.join(unknown)} 的权限。用 anmin token scopes 查看全部权限名。")
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Trouble(f"没有登录名为“{username}”的启用账号。请先用 anmin users 开通账号和岗位。")
    until = timezone.localdate() + timedelta(days=days)
    with acting("命令行", reason=f"开通接口令牌：{name}"):
        secret = open_token(account, name=name, scopes=sorted(set(scopes)), until=until)
    click.echo(f"令牌（只显示这一次，有效期至 {until}）：\n{secret}\n用法：请求头 Authorization: Bearer 令牌")


@command.command("close")
@click.argument("username", metavar="账号")
@click.argument("name", metavar="用途")
def close(username: str, name: str) -> None:
    """作废某账号名下某用途的令牌，立即生效。"""
    _set_up()
    from anmin.kernel.access.api import close_tokens
    from anmin.kernel.audit.api import acting
    from anmin.ops.trouble import Trouble

    with acting("命令行", reason=f"作废接口令牌：{name}"):
        closed = close_tokens(username, name)
    if not closed:
        raise Trouble(f"“{username}”没有用途为“{name}”的有效令牌。")
    click.echo(f"已作废 {closed} 个令牌。")


@command.command("scopes")
def scopes() -> None:
    """列出可以给令牌的权限。"""
    _set_up()
    for name, sentence in sorted(_permissions().items()):
        click.echo(f"{name:20} {sentence}")


def _permissions() -> dict[str, str]:
    from anmin.kernel.access import declare
    from anmin.kernel.screens.api import registers

    found = [each for each in vars(declare).values() if isinstance(each, declare.Permission) and each.roles]
    for register in registers().values():
        parts = (register, register.form, register.takes, *register.actions)
        found += [part.permission for part in parts if part is not None and part.permission.roles]
    return {each.name: each.sentence for each in found if each is not declare.SIGNED_IN}


def _set_up() -> None:
    from anmin.ops.django import set_up

    set_up()
