"""How texts are set on pages."""

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("差额(月) 3,440.00, 说明:见下;好", "差额（月） 3,440.00，说明：见下；好"),
        ("国办发〔2023〕39号 四(一);民发〔2019〕62号", "国办发〔2023〕39号 四（一）；民发〔2019〕62号"),
        ("不早于 12:30, a:b (abc) 1,000", "不早于 12:30, a:b (abc) 1,000"),
        ("(保障金(年) 100 × 12) ÷ 12", "（保障金（年） 100 × 12） ÷ 12"),
        ("上限 1; 商铺", "上限 1；商铺"),
        ("<b>张&三, 李'四", "&lt;b&gt;张&amp;三，李&#x27;四"),
    ],
)
def test_stops_are_set_in_full_width_and_markup_stays_harmless(written: str, shown: str) -> None:
    context = Context({"text": written})
    assert Template("{{ text|full_width }}").render(context) == shown
    assert Template("{% filter full_width %}{{ text }}{% endfilter %}").render(context) == shown
