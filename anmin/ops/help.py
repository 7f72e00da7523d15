"""The pages of `--help` in Chinese, with columns that fit signs of double width; click's own are English."""

import re
import unicodedata
from collections.abc import Iterable

import click

HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
SENTENCES = {"Show the version and exit.": "显示版本号。", "Show this message and exit.": "显示本说明。"}
KINDS = (
    (r"INTEGER RANGE|INTEGER|FLOAT", "数字"),
    (r"\[%Y-%m-%d\]", "日期"),
    (r"\[%Y-%m\]", "月份"),
    (r"TEXT", "文字"),
    (r"DIRECTORY", "文件夹"),
    (r"PATH|FILE", "文件"),
)
USE = ((r"\[OPTIONS\]", "[选项]"), (r"\[COMMAND\]", "[命令]"), (r"COMMAND", "命令"), (r"\[ARGS\]", "[参数]"))
PIECE = re.compile(r"[（「“]*[^\x00-\u2e7f][，。、；：！？）」”…]*|[\x00-\u2e7f]+?(?:\s+|(?=[^\x00-\u2e7f“])|$)")


class Help(click.HelpFormatter):
    """What click writes of a command's use, options and commands."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for form, words in USE:
            args = re.sub(form, words, args)
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" * bool(number))
            for line in _lines(" ".join(paragraph.split()), self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        told = [(_kinds(first), _extras(second)) for first, second in rows]
        column = min(max((_width(first) for first, _ in told), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in told:
            lines = _lines(second, self.width - self.current_indent - column)
            beside = _width(first) + col_spacing <= column
            self.write(indent + first + " " * (column - _width(first) if beside and lines else 0))
            self.write((lines.pop(0) if beside and lines else "") + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * column}{line}\n")


def _kinds(first: str) -> str:
    """An option with what stands after it; a word of its own (`--by 账号`) stays."""
    for form, words in KINDS:
        first = re.sub(rf"(?<= )(?:{form})$", words, first)
    return first


def _extras(second: str) -> str:
    for sentence, words in SENTENCES.items():
        second = second.replace(sentence, words)
    second = re.sub(r"\s*\[required\]", "（必填）", second)
    return re.sub(r"\s*\[([^\[\]]*(?:default: |x[<>]=|[<>]=x)[^\[\]]*)\]$", _told_extras, second)


def _told_extras(found: re.Match) -> str:
    """`[default: 600; 100<=x<=200000]` in words."""
    words = []
    for part in found[1].split("; "):
        default, limits = re.match("default: (.*)", part), re.match(r"(?:(\d+)<=)?x(?:([<>])=(\d+))?$", part)
        if default:
            words.append(f"默认 {default[1]}")
        elif limits:
            least = limits[1] or (limits[3] if limits[2] == ">" else None)
            most = limits[3] if limits[2] == "<" else None
            words.append(f"{least} 至 {most}" if least and most else f"至少 {least}" if least else f"至多 {most}")
        else:
            words.append("必填" if part == "required" else part)
    return f"（{'，'.join(words)}）"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _lines(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at spaces and between Chinese signs, brackets and stops kept to theirs."""
    lines, line = [], ""
    for piece in PIECE.findall(text):
        if line and _width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines
