"""Web pages: the text that a reader sees, one line to a block, cells of a table kept apart by a tab."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from .limits import DEEPEST_PAGE, Unreadable

BLOCKS = "p,div,section,article,main,header,h1,h2,h3,h4,h5,h6,li,ul,ol,dl,dt,dd,tr,table,blockquote,pre,center,fieldset,figure,td > p"
UNSEEN = "script,style,noscript,template,iframe,svg,select,button,textarea,input,object,video,audio,head > *,nav,footer,aside"
LINE, CELL = "\ue000", "\ue001"  # stand in for a line break and a cell's edge while white space is collapsed
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "col",
        "area",
        "base",
        "source",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "option",
    ]
)
TAGS = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|span|br|meta|title|article)\b", re.IGNORECASE)


def is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: by its first tags."""
    start = text[:3000]
    if re.match(r"\ufeff?\s*<(?:!doctype|html|\?xml)", start, re.IGNORECASE):
        return True
    return (name.lower().endswith((".html", ".htm", ".shtml")) and bool(TAGS.search(text[:20_000]))) or len(
        TAGS.findall(start)
    ) >= 4


def depth(page: str) -> int:
    """How many tags are open at most, by a quick count."""
    deepest = now = 0
    for match in TAG.finditer(page):
        if match[2].lower() in VOID:
            continue
        now = max(0, now - 1) if match[1] else now + 1
        deepest = max(deepest, now)
    return deepest


def text_of(page: str, name: str) -> str:
    """The visible text of a page. Raises `Unreadable` for a page nested beyond reason."""
    if depth(page) > DEEPEST_PAGE:
        raise Unreadable(f"网页“{name}”的标签嵌套异常，没有读取。请把正文复制到 txt 或 docx 后再导入。")
    tree = LexborHTMLParser(re.sub(f"[{LINE}{CELL}]", "", page))
    for node in tree.css(UNSEEN):
        node.decompose()
    for node in tree.css("br,hr"):
        node.replace_with(LINE)
    for node in tree.css("td,th"):
        node.insert_after(CELL)
    for node in tree.css(BLOCKS):
        inside = node.parent is not None and node.parent.tag in ("td", "th")
        if not inside:
            node.insert_before(LINE)
            node.insert_after(LINE)
    body = tree.body or tree.root
    text = re.sub(r"\s+", " ", body.text(deep=True, separator="")) if body else ""
    lines = [re.sub(rf"\s*{CELL}\s*", "\t", line).strip(" ") for line in text.split(LINE)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.removesuffix("\t") for line in lines)).strip("\n")
