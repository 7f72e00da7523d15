"""The door of the reader.

>>> read_text("一、养老服务。新建6所敬老院。").quantities[0].subject
'敬老院'
"""

from __future__ import annotations

from pathlib import Path

from .document import Document, Heading, Noise, Quantity, Reference, Span
from .intake import Unreadable, text_of
from .reader import read

__all__ = ["Document", "Heading", "Noise", "Quantity", "Reference", "Span", "Unreadable", "read_bytes", "read_file", "read_text"]


def read_text(text: str, name: str = "") -> Document:
    """Read a plan or report from text. Places refer to `text`."""
    return read(text, name)


def read_bytes(content: bytes, name: str) -> Document:
    """Read an uploaded file: txt, html, docx or pdf, told by its content.

    Raises `Unreadable` with one Chinese sentence: what is wrong and what to do.
    """
    return read(text_of(content, name), name)


def read_file(path: str | Path) -> Document:
    """Read a file. Raises `Unreadable`."""
    path = Path(path)
    try:
        content = path.read_bytes() if path.stat().st_size <= LIMIT else None
    except OSError as error:
        raise Unreadable(f"打不开文件“{path.name}”:{error.strerror or '读取失败'}。请检查路径和权限。") from error
    if content is None:
        raise Unreadable(f"文件“{path.name}”超过{LIMIT // 2**20}MB,不像一份工作文件。请拆分后再导入。")
    return read_bytes(content, path.name)


LIMIT = 64 * 2**20  # bytes
