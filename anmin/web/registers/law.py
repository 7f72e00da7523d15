"""The register of dated numbers (政策参数): which value holds where from when, by which document."""

from anmin.kernel.access.declare import SEE_NUMBERS
from anmin.kernel.screens.declare import Column, Filter, Register
from anmin.web.registers.words import category_in_words, number_in_words, number_labels, service_keys

NUMBERS = Register(
    "numbers",
    "政策参数",
    source="law.Number",
    permission=SEE_NUMBERS,
    area="area__in_force",
    group="规则与监督",
    icon="sliders",
    unit="项",
    title="key",
    order="key",
    intro="测算用到的每个数都在这里：从哪天起、在哪里、按哪份文件。列出的是本地和上级的；取数时从村往上逐级查找，取最近的一级。",
    columns=(
        Column("key", "参数", "choice", choices=number_labels, sort=True),
        Column("area", "适用区划", "area", blank="全国"),
        Column("urban_rural", "城乡", "choice", choices=(("urban", "城镇"), ("rural", "农村"))),
        Column("category", "类别", "told", beside="key", tell=category_in_words),
        Column("value", "数值", "told", beside="key", tell=number_in_words),
        Column("doc", "文件"),
        Column("article", "条款"),
        Column("since", "起", "date"),
        Column("until", "止", "date"),
        Column("mark", "把握", "choice", choices=(("S", "有原文"), ("K", "经验值"), ("?", "存疑")), detail=True),
    ),
    filters=(
        Filter("service", "业务", path="key__startswith", choices=service_keys),
        Filter("valid", "有效", "validity", path="until"),
    ),
    search=(("key", "label"), ("doc", "contains")),
    search_hint="参数名或文件",
)

REGISTERS = (NUMBERS,)
