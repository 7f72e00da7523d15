"""Private to this room: figures as they were computed."""

from django.db import models


class Figure(models.Model):
    """One indicator's value for a month, a township (12-digit code) and a class; `value` is a whole number (fen, rows)."""

    indicator = models.TextField("指标")
    month = models.DateField("月份")
    area = models.CharField("乡镇", max_length=12)
    split = models.TextField("类别", blank=True)
    value = models.BigIntegerField("数值")

    class Meta:
        verbose_name = "指标数值"
        constraints = [models.UniqueConstraint(fields=["indicator", "month", "area", "split"], name="figure_once")]


class Computed(models.Model):
    """When a month's figures were computed, and the fingerprint of what they were computed from."""

    month = models.DateField("月份", primary_key=True)
    computed_at = models.DateTimeField("计算时间", auto_now=True)
    fingerprint = models.CharField("依据指纹(SM3)", max_length=64)

    class Meta:
        verbose_name = "指标计算"
