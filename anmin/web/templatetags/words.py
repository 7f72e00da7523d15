"""How numbers, money, dates and personal data are written on pages."""

import re
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.defaultfilters import stringfilter
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from anmin.kernel.service import service

register = template.Library()


_HAN = "\u3400-\u9fff”）》〕"
_STOP = re.compile(
    rf"(?<=[{_HAN}])([,;:?!]) ?(?![,;:?!])|(?<=[A-Za-z0-9%>])(,) ?(?=[{_HAN}“（《])|(?<=[0-9])(?<!&#x27)(?<!&#39)(;) ?(?=[{_HAN}“（《])"
)
_BRACKET = re.compile(r"\(([^()<>]*[\u3400-\u9fff][^()<>]*)\)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


@register.filter(is_safe=True)
@stringfilter
def full_width(text: str) -> str:
    """Stops and brackets as Chinese sets them, in what the law room's sentences write for screens and programs alike."""
    inner = _BRACKET.sub(r"（\1）", text)
    return _STOP.sub(lambda found: _FULL[found[found.lastindex]], _BRACKET.sub(r"（\1）", inner))


@register.filter
def yuan(fen: int | None) -> str:
    """49000 → 490.00; nothing stays nothing."""
    if fen is None:
        return ""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


@register.filter
def often(case: Any) -> str:
    """每月, or 一次性 where the service of a case pays once."""
    return "一次性" if service(case.service).once else "每月"


@register.filter
def day(value: date | None) -> str:
    """2026-10-09, as tables write it."""
    return value.isoformat()[:10] if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """2026年10月9日, as papers write it."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def month(value: date | str | None) -> str:
    """2026年10月; of a day, or of one as JSON keeps it."""
    value = date.fromisoformat(value) if isinstance(value, str) and value else value
    return f"{value.year}年{value.month}月" if value else ""


@register.filter
def faults_count(form: Any) -> int:
    """How many errors a form shows."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def is_group(field: Any) -> bool:
    """Whether a field is drawn as several radio buttons or boxes, which a legend must name."""
    return field.widget_type in ("radioselect", "checkboxselectmultiple")


@register.filter
def is_tick(field: Any) -> bool:
    """Whether a field is one box with its label behind it."""
    return field.widget_type == "checkbox"


@register.filter
def thousands(number: int) -> str:
    """1234 → 1,234."""
    return f"{number:,}"


@register.filter
def needs_look(columns: list[dict]) -> bool:
    """Whether a recognised column is only a guess, or one that is needed was not found."""
    return any(c["guess"] or (c["required"] and not c["letter"]) for c in columns)


@register.filter
def body(lines: list) -> SafeString:
    """The rows of a drawn list as HTML."""
    from anmin.web.rows import table  # the rows write numbers with the filters above

    return table.body(lines)


@register.filter
def options(choices: tuple[tuple[str, str], ...], chosen: object) -> SafeString:
    """The options of a select: a list of townships is long, and a loop in a template slow."""
    mark = SafeString(" selected")
    rows = ((value, mark if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.filter
@cache
def address(page: str) -> str:
    """Where a page without parts in its address lies; every page asks for the same few."""
    return reverse(page)


class Fixed(Node):
    """Text of the frame that is the same for everyone: rendered once by each process."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.said: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """What was rendered the first time; nothing in it may depend on who asks or for what."""
        if self.said is None:
            self.said = self.nodelist.render(context)
        return self.said


@register.tag
def fixed(parser: Parser, token: Token) -> Fixed:
    """`{% fixed %}…{% endfixed %}` around what every page says in the same words."""
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(nodelist)
