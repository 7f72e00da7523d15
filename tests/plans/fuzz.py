"""Random and hostile files for the reader: each must end in a document or in one Chinese sentence.

python -m tests.plans.fuzz --n 10000
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from docx import Document as Word

from anmin.kernel.plans import api

HERE = Path(__file__).parent
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((HERE / "texts").glob("*.txt"))]
PIECES = (
    "每人每月 由 从 提高到 提高了 分别 均 各 其中 不低于 至少 以上 左右 xxxx ** × □ 若干 万元 户 人 % 个百分点 1:3 《 》 "
    "〔2020〕5号 【 】 ( ) "
    "一、 (一) 1. 一是 二是 —— 100 3.5 1,234 二十五 三分之二 百分之八十 两项补贴 城乡低保 "
    "特困 、 , 。 ; : \t \n \r \0 \ufeff \ue000 | - ~ 2019年 上半年 "
    "截至6月底 𠮷 é 😀 達 每 的 占 为 任务 标准 新建 敬老院 养老床位 " + "第" * 3
).split(" ")
SLOWEST = 60.0  # seconds of computing for one file


def mutated(chance: random.Random) -> bytes:
    """One of our texts with bytes changed, cut, doubled or moved."""
    content = bytearray(chance.choice(TEXTS).encode(chance.choice(["utf-8", "gb18030", "utf-16"])))
    for _ in range(chance.randrange(1, 40)):
        at = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randrange(1, 30)]
            case 2:
                content[at:at] = content[at : at + chance.randrange(1, 200)]
            case _:
                content[at:at] = chance.choice(PIECES).encode()
        if not content:
            break
    return bytes(content)


def jumbled(chance: random.Random) -> bytes:
    """Words of the grammar in any order."""
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 400))).encode("utf-8", "surrogatepass")


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(0, 3000))


def page(chance: random.Random) -> bytes:
    tags = [
        "<div>",
        "</div>",
        "<p>",
        "<table><tr><td>",
        "</td>",
        "<script>",
        "<!--",
        "<html>",
        "<body>",
        "&#x4e00;",
        "<" * 5,
        "</p>",
    ]
    parts = [
        chance.choice(tags) if chance.random() < 0.6 else chance.choice(PIECES) for _ in range(chance.randrange(4, 200))
    ]
    return ("<html><body>" + "".join(parts)).encode()


def word(chance: random.Random) -> bytes:
    document = Word()
    for line in chance.choice(TEXTS).split("\n")[:8]:
        document.add_paragraph("".join(c for c in line if c.isprintable()))
    file = io.BytesIO()
    document.save(file)
    if chance.random() < 0.5:
        return repacked(file.getvalue(), chance)
    content = bytearray(file.getvalue())
    for _ in range(chance.randrange(0, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.randrange(len(content) // 2, len(content) + 1)])


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A sound archive with a sound or damaged body: some bytes of the XML changed, or none."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = bytearray(old.read(name))
            for _ in range(chance.randrange(0, 3) if name == "word/document.xml" else 0):
                part[chance.randrange(len(part))] = chance.randrange(32, 127)
            new.writestr(name, bytes(part))
    return file.getvalue()


def archive(chance: random.Random) -> bytes:
    """A zip that claims to be a Word document: random parts, bombs, endless nesting."""
    file = io.BytesIO()
    bodies = [
        b"<w:document xmlns:w='x'>" + b"<a>" * chance.randrange(1, 3000),
        b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 999 + b'"><!ENTITY d "' + b"&b;" * 999 + b'">]><a>&d;</a>',
        b"\0" * chance.choice([10, 3_000_000]),
        chance.randbytes(300),
    ]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", chance.choice(bodies))
        for name in chance.sample(
            ["[Content_Types].xml", "_rels/.rels", "word/numbering.xml", "x"], chance.randrange(0, 5)
        ):
            made.writestr(name, chance.choice(bodies))
    return file.getvalue()


def portable(chance: random.Random) -> bytes:
    return (
        b"%PDF-1.7\n"
        + chance.randbytes(chance.randrange(0, 400))
        + b"\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>"
        + chance.randbytes(50)
    )


def printed(chance: random.Random) -> bytes:
    """A sound PDF with some bytes changed, or cut."""
    content = bytearray(_sound())
    for _ in range(chance.randrange(1, 60)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content if chance.random() < 0.7 else content[: chance.randrange(len(content))])


@cache
def _sound() -> bytes:
    import pylopdf_fonts_zh_cn
    import typst

    fonts = [str(Path(pylopdf_fonts_zh_cn.__file__).parent)]
    return typst.compile("低保标准提高到每人每月860元。新建6所敬老院。".encode(), font_paths=fonts)


MAKERS: tuple[Callable[[random.Random], bytes], ...] = (
    mutated,
    mutated,
    mutated,
    jumbled,
    jumbled,
    noise,
    page,
    word,
    archive,
    portable,
    printed,
)


def hostile() -> dict[str, bytes]:
    """Named extremes: empty, enormous, one endless line, bombs."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a/>" + b" " * 150_000_000)
    return {
        "empty": b"",
        "blank": b" \r\n\t " * 1000,
        "100 MB": b"\xe5\x85\xbb\xe8\x80\x81" * (100 * 2**20 // 6),
        "zip bomb": bomb.getvalue(),
        "nul bytes": b"\0" * 100_000,
        "one line of digits": b"1" * 400_000,
        "one line of numerals": "一二三十百千万".encode() * 60_000,
        "one line of masks": b"x" * 400_000,
        "one line of units": "12户34人5.6万元".encode() * 40_000,
        "brackets": "《".encode() * 400_000,
        "nested brackets": b"(" * 400_000,
        "commas": b"," * 400_000,
        "markers": "一、(一)1、一是".encode() * 40_000,
        "raises": "由1元提高到2元,".encode() * 40_000,
        "shares": "、".join(["低保"] * 60_000).encode() + "分别为1户".encode(),
        "line breaks": b"\n" * 400_000,
        "short lines": "民政\n".encode() * 120_000,
        "cells": b"1\t2\t3\n" * 60_000,
        "deep page": b"<html>" + b"<div>" * 100_000 + "新建6所".encode(),
        "traditional": "養老機構達(dá)".encode() * 30_000,
        "mojibake": "闂傚倸鍊搁".encode() * 60_000,
        "addresses": b"w.w.w." * 60_000,
        "spaces": b" " * 200_000 + b"1" + b" " * 200_000,
    }


def hostile_one(name: str) -> bytes:
    return hostile()[name]


def attempt(content: bytes, name: str) -> str:
    """What became of one file: 'document', or 'error' with its sentence checked. Anything else escapes."""
    begun = time.process_time()
    try:
        document = api.read_bytes(content, name)
    except api.Unreadable as error:
        sentence = str(error)
        assert "\n" not in sentence and any("一" <= c <= "鿿" for c in sentence), (
            f"{name}: not a Chinese sentence: {sentence!r}"
        )
        outcome = "error"
    else:
        for row in document.quantities:
            assert 0 <= row.start < row.end <= len(document.text), f"{name}: a row outside the text"
        document.as_json(), document.spans()
        outcome = "document"
    taken = time.process_time() - begun
    assert taken < SLOWEST, f"{name}: {taken:.1f} s"
    return outcome


def run(count: int, seed: int = 0) -> Counter[str]:
    """Read `count` random files and count what became of them."""
    outcomes: Counter[str] = Counter()
    for n in range(count):
        chance = random.Random(f"{seed}:{n}")
        maker = MAKERS[n % len(MAKERS)]
        outcomes[f"{maker.__name__} {attempt(maker(chance), f'{maker.__name__}-{n}')}"] += 1
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    out = sys.stdout.write
    for name, content in hostile().items():
        begun = time.monotonic()
        out(f"{name:22}{len(content):>12} bytes  {attempt(content, name):9}{time.monotonic() - begun:8.2f} s\n")
    begun = time.monotonic()
    for outcome, times in sorted(run(options.n, options.seed).items()):
        out(f"{outcome:30}{times:>7}\n")
    out(f"{options.n} random files in {time.monotonic() - begun:.0f} s, none escaped\n")


if __name__ == "__main__":
    main()
