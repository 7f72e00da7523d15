"""Plain text in UTF-8, GB 18030, UTF-16 or Big5; damaged bytes become one replacement character each."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from .limits import Unreadable

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAMPLE = 1 << 16
ORDINARY = re.compile("[\t\n\r -~\u3000-\u3002\uff00-\uff5e\u2014\u2018-\u201d\u2026《》〔〕【】·]")
HAN = re.compile("[一-鿿]")
STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")


def everyday(character: str) -> bool:
    """One of the 3755 everyday characters."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def plausibility(text: str) -> float:
    """0 to 1: how much of a text looks like ordinary Chinese or ASCII."""
    if not text:
        return 0.0
    han = HAN.findall(text)
    good = len(ORDINARY.findall(text)) + sum(map(everyday, han)) + 0.5 * sum(not everyday(c) for c in han)
    return (good - 2 * len(STRANGE.findall(text))) / len(text)


def is_utf8(content: bytes) -> bool:
    """Whether every byte fits."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def best_encoding(content: bytes) -> str:
    """The encoding under which a sample looks most like Chinese text."""
    sample = content[:SAMPLE]
    if b"\0" not in sample and is_utf8(content):
        return "utf-8"
    names = ["utf-8", "gb18030", "big5"]
    if b"\0" in sample or len(content) % 2 == 0:
        names += ["utf-16-le", "utf-16-be"]
    scores = {name: plausibility(sample.decode(name, errors="replace")) for name in names}
    best = max(names, key=lambda name: scores[name])
    if scores[best] < 0.6 and (guess := from_bytes(sample[:4096]).best()):
        return guess.encoding
    return best


def text_of(content: bytes, name: str) -> str:
    """Decoded text; a byte order mark stays as the first character so that columns count as in the file."""
    if content[:2] in MARKS:
        return content.decode("utf-16", errors="replace")
    encoding = best_encoding(content)
    text = content.decode(encoding, errors="replace")
    sample = text[:SAMPLE]
    if len(STRANGE.findall(sample)) > 0.1 * len(sample):
        raise Unreadable(f"文件“{name}”不是文字文件，或已损坏到无法识别。请重新导出为 txt、docx 或 pdf。")
    return text
