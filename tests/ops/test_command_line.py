"""`anmin` used wrongly, or where nothing stands yet: one line that says what to do, and the right exit code."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from anmin.ops import cli
from anmin.ops.trouble import unforeseen

ANMIN = str(Path(sys.executable).with_name("anmin"))


def call(*words: str) -> Result:
    return CliRunner().invoke(cli.main, list(words), prog_name="anmin")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("law explain dibao", "缺少 --date（核算日：按这一天施行的规则和标准）。用法见 anmin law explain --help。"),
        ("law explian", "没有命令 explian，是不是 explain。用法见 anmin law --help。"),
        ("flow clocks dibao --strat 2026-10-09", "没有选项 --strat，是不是 --start。用法见 anmin flow clocks --help。"),
        ("flow clocks dibao --start 2026-02-30", "--start “2026-02-30”不是日期，应是 2026-10-09 的样子"),
        ("law explain dibao --date 2026-02-30", "--date “2026-02-30”不是日期，应是 2026-10-09 的样子"),
        ("month close 2026-13", "月份 “2026-13”不是月份，应是 2026-10 的样子。"),
        ("audit verify all", "多出了“all”。用法见 anmin audit verify --help。"),
        ("demo roster --errors many", "--errors “many”应是不小于 0、不大于 100000 的整数。"),
        ("start --port", "--port 后面要写上值。"),
    ],
)
def test_a_misused_command_is_told_in_one_line(words: str, says: str) -> None:
    done = call(*words.split())
    assert done.exit_code == 2
    assert done.stderr.startswith(f"✗ {says}")
    assert done.stderr.count("\n") == 1


def every_help() -> Iterator[tuple[str, str]]:
    """The words that call each command, and what its `--help` says."""

    def walk(command: click.Command, *words: str) -> Iterator[tuple[str, str]]:
        yield " ".join(words), call(*words, "--help").stdout
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                yield from walk(command.get_command(context, name), *words, name)

    return walk(cli.main)


def test_every_help_is_in_chinese() -> None:
    for words, said in every_help():
        rest = re.sub(r"(?m)^  (--?[\w-]+(?:, | / )?)+", "", said)
        strange = re.findall(
            r"\b(?:Usage|Options|Commands|Show|exit|TEXT|FILE|PATH|INTEGER|NAME|required|default)\b", rest
        )
        assert not strange, (words, strange)
        assert not re.search("[一-鿿][,;:] ?[一-鿿]", said), words


def test_a_help_page_fits_eighty_columns_and_its_second_column_lines_up() -> None:
    said = call("demo", "roster", "--help").stdout
    assert "  --errors 数字      其中有错的行数（默认 24，0 至 100000）\n" in said
    assert "  -o, --output 文件  默认" in said
    for words, page in every_help():
        for line in page.splitlines():
            assert sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line) <= 80, (words, line)


def test_two_different_passwords_change_nothing() -> None:
    done = CliRunner().invoke(cli.main, ["users", "password", "wang"], input="one\ntwo\n", prog_name="anmin")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (1, "✗ 两次输入的口令不一样，没有改动。请重新运行。")


def test_an_error_without_words_of_its_own_leaves_its_traceback_in_a_log_without_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = "34081119900101" + "1234"

    @click.command()
    def broken() -> None:
        raise ValueError(f"Key (id_number)=({number}) already exists.")

    monkeypatch.setenv("ANMIN_VAR", str(tmp_path))
    monkeypatch.setattr(cli.Commands, "get_command", lambda *_: broken)
    done = call("broken")
    assert done.exit_code == 1
    assert done.stderr.startswith("✗ 程序出错：ValueError（test_command_line.py 第 ")
    log = (tmp_path / "log" / "command.log").read_text()
    assert "in broken" in log
    assert number not in log + done.stderr


def test_a_full_disk_is_named_whoever_met_it() -> None:
    assert unforeseen(OSError(28, "No space left on device", "/x/out.xlsx")).startswith("磁盘已满：/x/out.xlsx")


def test_before_the_first_start_deadlines_are_told_and_other_commands_say_what_to_do(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"ANMIN_VAR": str(tmp_path)}

    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([ANMIN, *words], env=environment, capture_output=True, text=True)

    clocks = run("flow", "clocks", "dibao", "--start", "2026-02-10", "--json")
    ends = {row["name"]: row["due_on"] for row in json.loads(clocks.stdout)["clocks"]}
    reported = run(
        "flow", "clocks", "dibao", "--start", "2026-10-12", "--event", "report_ineligible=2026-10-20", "--json"
    )
    county = next(row for row in json.loads(reported.stdout)["clocks"] if row["name"] == "county_review")
    assert (county["starts_on"], county["due_on"]) == ("2026-10-20", "2026-11-03")
    early = run("flow", "clocks", "dibao", "--start", "2026-10-12", "--event", "submit=2026-10-01")
    assert "早于接件的日期 2026-10-12" in early.stderr
    assert ends["acceptance"] == "2026-02-24"  # Spring Festival 15 to 23 February, Saturday 14 February works
    told = run("audit", "verify")
    assert told.returncode == 1
    assert told.stderr.startswith("✗ 数据库里没有所需的数据表")
    assert told.stderr.count("\n") == 1
