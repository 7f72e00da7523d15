"""What was wrong with a command line, in words; click's own sentences are English and lead to two more lines."""

import re

import click

EXPECTED = {"integer": "整数", "float": "数字", "boolean": "是或否（true/false）"}
FILE = (("does not exist", "不存在"), ("is a directory", "是文件夹，这里要一个文件"), ("not readable", "不能读取"))
MISUSED = (
    (r"Got unexpected extra arguments? \((.*)\)", "多出了“{}”"),
    (r"Option '(.*)' requires (?:an argument|\d+ arguments)", "{} 后面要写上值"),
    (r"Option '(.*)' does not take a value", "{} 后面不写值"),
    (r"(Missing command)", "没有写是哪个命令"),
)


def told(error: click.UsageError) -> str:
    """One sentence: what is wrong, and where the use is described."""
    return f"{_what(error).rstrip('。')}。用法见 {_command(error)} --help。"


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "anmin"


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{_nearest(error.possibilities)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}{_nearest(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}{_meaning(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} {_wrong_value(error)}"
    for form, words in MISUSED:
        if found := re.search(form, error.format_message()):
            return words.format(found[1])
    return error.format_message()


def _nearest(names: list[str] | None) -> str:
    return f"，是不是 {'、'.join(names)}" if names else ""


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(error.ctx) if parameter and error.ctx else "参数"


def _meaning(error: click.BadParameter) -> str:
    text = getattr(error.param, "help", None)
    return f"（{text}）" if text else ""


def _wrong_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    given = re.match(r"(?:\w+ )?'?(.*?)'? (?:does not match|is not|does not exist|is a directory)", error.message)
    value = f"“{given[1]}”" if given else ""
    if isinstance(kind, click.DateTime):
        if list(kind.formats) == ["%Y-%m"]:
            return f"{value}不是月份，应是 2026-10 的样子"
        return f"{value}不是日期，应是 2026-10-09 的样子，并且确有其日"
    if isinstance(kind, click.IntRange):
        limits = (("不小于", kind.min), ("不大于", kind.max))
        return f"{value}应是" + "、".join(f"{word} {limit}" for word, limit in limits if limit is not None) + " 的整数"
    if isinstance(kind, click.Path):
        return value + next((words for sign, words in FILE if sign in error.message), "不能用")
    if isinstance(kind, click.Choice):
        return f"应是 {'、'.join(map(str, kind.choices))} 之一"
    if kind is not None and kind.name in EXPECTED:
        return f"{value}应是{EXPECTED[kind.name]}"
    return error.message
