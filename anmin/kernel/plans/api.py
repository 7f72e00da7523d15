"""The door of the reader.

>>> read_text("一、养老服务。新建6所敬老院。").quantities[0].subject
'敬老院'
"""

from __future__ import annotations

from pathlib import Path

from .document import Document, Heading, Noise, Quantity, Reference, Span
from .formats.limits import LARGEST_FILE, LONGEST_TEXT
from .intake import Unreadable, text_of
from .show import explained, outline

__all__ = [
    "Document",
    "Heading",
    "Noise",
    "Quantity",
    "Reference",
    "Span",
    "Unreadable",
    "explained",
    "outline",
    "read_bytes",
    "read_file",
    "read_text",
]


def read_text(text: str, name: str = "") -> Document:
    """Read a plan or report from text. Places refer to `text`. Raises `Unreadable` when it is far too long."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"文字超过{LONGEST_TEXT // 10000}万字，不像一份工作文件。请拆分后再导入。")
    return _read(text, name)


def read_bytes(content: bytes, name: str) -> Document:
    """Read an uploaded file: txt, html, docx or pdf, told by its content.

    Raises `Unreadable` with one Chinese sentence: what is wrong and what to do.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"文件“{name}”超过{LARGEST_FILE // 2**20}MB，不像一份工作文件。请拆分后再导入。")
    return _read(text_of(content, name), name)


def read_file(path: str | Path) -> Document:
    """Read a file. Raises `Unreadable`."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # never more, whatever the path is
    except OSError as error:
        raise Unreadable(f"打不开文件“{path.name}”：{error.strerror or '读取失败'}。请检查路径和权限。") from error
    return read_bytes(content, path.name)


def _read(text: str, name: str) -> Document:
    from .reader import read  # its grammar takes as long to load as Django, and most processes never read a plan

    return read(text, name)
