"""PDF files with a text layer."""

from __future__ import annotations

import io
import logging

from .limits import LONGEST_TEXT, MOST_PAGES, Unreadable

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about damaged files are no news to a clerk


def text_of(content: bytes, name: str) -> str:
    """The text of all pages. A damaged or locked file raises `Unreadable`."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"PDF 文件“{name}”有密码，请去掉密码后再导入。")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"PDF 文件“{name}”超过{MOST_PAGES}页，请拆分后再导入。")
        pages: list[str] = []
        for page in reader.pages:
            pages.append(page.extract_text() or "")
            if sum(map(len, pages)) > LONGEST_TEXT:
                break
    except Unreadable:
        raise
    except (Exception, RecursionError) as error:  # the library raises whatever the damage led it into
        raise Unreadable(f"PDF 文件“{name}”已损坏，读不出来。请重新导出后再试。") from error
    return "\n".join(pages).replace("\0", "")
