"""From the bytes of a file to the text as read: the format is told by the content, never by the name alone."""

from __future__ import annotations

import re

from .formats.limits import LONGEST_TEXT, Unreadable

__all__ = ["Unreadable", "text_of"]

FOREIGN = {
    b"\xd0\xcf\x11\xe0": "是旧版 Office 文件（.doc/.xls），请另存为 .docx 后再导入",
    b"{\\rtf": "是 RTF 文件，请另存为 .docx 后再导入",
    b"\x89PNG": "是图片，请先做文字识别，或导入有文字的版本",
    b"\xff\xd8\xff": "是图片，请先做文字识别，或导入有文字的版本",
    b"GIF8": "是图片，请先做文字识别，或导入有文字的版本",
    b"Rar!": "是压缩包，请解压后导入其中的文件",
    b"7z\xbc\xaf": "是压缩包，请解压后导入其中的文件",
    b"\x1f\x8b": "是压缩包，请解压后导入其中的文件",
    b"\x7fELF": "是程序文件，不是文档",
    b"MZ\x90": "是程序文件，不是文档",
}
ARCHIVED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def text_of(content: bytes, name: str) -> str:
    """The text of a txt, html, docx or pdf file. Raises `Unreadable` with one Chinese sentence."""
    from .formats import docx, html, pdf, plain  # each brings a large library

    for start, reason in FOREIGN.items():
        if content.startswith(start):
            raise Unreadable(f"文件“{name}”{reason}。")
    if ARCHIVED.search(content[:2000]):
        raise Unreadable(f"文件“{name}”是网页归档（.mht），请用浏览器打开，另存为 .html，或复制正文粘贴。")
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(f"文件“{name}”是空的，没有可读的文字。")
    if content.startswith(b"PK\x03\x04"):
        text = docx.text_of(content, name)
    elif content[:1024].lstrip().startswith(b"%PDF"):
        text = pdf.text_of(content, name)
    else:
        text = plain.text_of(content, name)
        if html.is_html(text, name):
            text = html.text_of(text, name)
    if not text.strip():
        raise Unreadable(f"文件“{name}”里没有可读的文字；如果是扫描件，请先做文字识别。")
    if len(text) > LONGEST_TEXT:
        raise Unreadable(f"文件“{name}”的文字超过{LONGEST_TEXT // 10000}万字，不像一份工作文件。请拆分后再导入。")
    return text
