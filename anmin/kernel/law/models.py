"""Private to this room: dated, area-scoped numbers as an installation holds them."""

from django.db import models


class Number(models.Model):
    """One number of the law in force for an area from a day on. `value` is an integer, a truth value or a word."""

    key = models.TextField("参数", help_text="业务.名称")
    area = models.CharField("区划", max_length=12, blank=True, help_text="空为全国")
    urban_rural = models.TextField("城乡", blank=True)
    category = models.TextField("类别", blank=True)
    value = models.JSONField("数值")
    unit = models.TextField("单位")
    doc = models.TextField("文件", blank=True)
    article = models.TextField("条款", blank=True)
    mark = models.TextField("把握", blank=True, help_text="S 有原文 K 经验 ? 存疑")
    since = models.DateField("起")
    until = models.DateField("止(含)", null=True)
    revision = models.PositiveIntegerField("修订", default=0)

    class Meta:
        verbose_name = "政策参数"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "area", "urban_rural", "category", "since"], name="number_once_a_day"
            )
        ]


class Remembered(models.Model):
    """What a hash kept with a decision stands for: the texts of rules, or the values of numbers. Never changed."""

    KINDS = (("rules", "规则文本"), ("numbers", "数值"))

    kind = models.CharField("种类", max_length=8, choices=KINDS)
    hash = models.CharField("指纹", max_length=64)
    service = models.TextField("业务")
    content = models.JSONField("内容")

    class Meta:
        verbose_name = "决定所依据的规则和数"
        constraints = [models.UniqueConstraint(fields=["kind", "hash"], name="remembered_once")]
