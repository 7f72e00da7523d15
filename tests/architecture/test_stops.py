"""Chinese sentences are set with Chinese stops wherever people read them: pages, messages, labels, declared numbers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.architecture.tree import ROOT, name_of, python_files

HAN = "\u3400-\u9fff"
HALF = re.compile(rf"[{HAN}”》）〕][,;:!?()] ?[{HAN}“《（〔]")
GAP = "\ue000"  # what an f-string or a page puts in
AROUND = re.compile(rf"[{HAN}{GAP}] ?\({GAP}\)")  # a unit or a reason set in brackets behind a word
PATTERN = re.compile(
    r"\(\?|\[\^|\\[dsw]|\.[*{?]|\)[?*+]|\]\*|\|[^|]*\)|\)\$"
)  # reads what others wrote, in either width
TAG = re.compile(r"\{[{%#].*?[}%#]\}|<script.*?</script>|<[^>]*>", re.DOTALL)

# The names of columns stand in migrations, which are never edited; pages set them anew
# (web/rows/story.py); "(密)" after the name of a sealed column is not shown.
HELD_BY_MIGRATIONS = re.compile(r"anmin/kernel/.*models\.py")
# What is written to be typed or read by programs, as it is.
AS_IT_IS = {
    "anmin/kernel/law/intake.py": ("{事实名: 值}", "{名称: 值}"),  # YAML
    "anmin/kernel/whatif/scenario.py": ("“名称: 值”", "“服务.名称: 值”"),  # YAML
    "anmin/ops/law_rehearse.py": ("名称[:城乡]=值",),  # an option
    "anmin/ops/database.py": ("postgresql://用户:密码@主机:5432/库名",),  # an address
    "anmin/ops/demo/recipients.py": ("批次号,序号,金额,状态,原因", "失败,"),  # a bank's CSV
    "anmin/kernel/law/code.py": (f"{GAP}({GAP})",),  # a call in Python
    "anmin/kernel/law/scalar.py": (f"{GAP}({GAP})",),  # a name in Python
    "anmin/kernel/people/intake.py": (f"{GAP} ({GAP})",),  # SQL
    "anmin/kernel/law/replay.py": (",取整",),  # texts kept behind decisions are compared with it
    "anmin/kernel/plans/apportion.py": ("、和与及,",),  # characters that a plan may have between two numbers
}


def said(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a file that are no docstrings, each with its line; `GAP` stands for what is put in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else GAP for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (docstrings | inside):
            yield node.lineno, node.value


def wrong_in(text: str) -> list[str]:
    return [
        text[max(found.start() - 6, 0) : found.end() + 6] for each in (HALF, AROUND) for found in each.finditer(text)
    ]


def test_a_half_width_stop_between_two_chinese_characters_is_found() -> None:
    assert wrong_in("不符合条件, 请更正") and wrong_in("保障(重残)") and wrong_in("“甲”:乙")
    assert wrong_in(f"在保户数({GAP})") and wrong_in(f"{GAP}({GAP})") and not wrong_in(f"{GAP}（{GAP}）")
    assert not wrong_in("不符合条件，请在 12:30 前更正 a, b（见 1,000 元）")


def test_messages_and_labels_are_set_in_full_width() -> None:
    found = []
    for path in python_files():
        name = name_of(path)
        if not name.startswith("anmin/") or HELD_BY_MIGRATIONS.match(name):
            continue
        for line, text in said(path):
            for kept in AS_IT_IS.get(name, ()):
                text = text.replace(kept, "")
            if not PATTERN.search(text := text.removesuffix("(密)")):
                found += [f"{name}:{line} …{wrong}…" for wrong in wrong_in(text)]
    assert not found, "\n".join(found)


def test_templates_are_set_in_full_width() -> None:
    found = []
    for path in sorted((ROOT / "anmin").rglob("templates/**/*.html")):
        text = TAG.sub(
            lambda tag: GAP * tag[0].startswith("{{") + "\n" * tag[0].count("\n"), path.read_text(encoding="utf-8")
        )
        found += [f"{name_of(path)} …{wrong}…" for wrong in wrong_in(text)]
    assert not found, "\n".join(found)


def test_declared_numbers_are_set_in_full_width() -> None:
    """Labels, notes and sources of the numbers that services read and counties enter."""

    def texts(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (text for pair in node.items() for each in pair for text in texts(each))
        elif isinstance(node, list):
            yield from (text for each in node for text in texts(each))
        elif isinstance(node, str):
            yield node

    paths = [*(ROOT / "anmin/services").glob("*/params.yaml"), *(ROOT / "counties").rglob("params.yaml")]
    found = []
    for path in sorted(paths):
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found += [f"{name_of(path)} …{wrong}…" for text in texts(read) for wrong in wrong_in(text)]
    assert paths
    assert not found, "\n".join(found)
