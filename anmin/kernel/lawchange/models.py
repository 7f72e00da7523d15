"""Private to this room: a document with new county numbers, or new rules, from its draft to the day on which it holds."""

from django.db import models
from django.db.models import F, Q


class ChangeRefused(Exception):
    """A change cannot be drafted or confirmed so. The text says what, why, and what to do."""


class Change(models.Model):
    """Numbers of one document for a county, or rules that came with the software; drafted by one person, confirmed by
    another, then never changed.

    `numbers` lists {column, urban_rural, value} in the units of the service's numbers; `rules` lists the rules that
    begin or end (see `versions.Arrival`), `fingerprint` all rules of the day; `effect` is what the rehearsal
    found when it was confirmed (see `rehearsal.Rehearsal.as_data`). `reviews_on` is the day on which the households that
    would get less were handed to officers.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "拟定"
        CONFIRMED = "confirmed", "已确认"
        WITHDRAWN = "withdrawn", "已撤回"

    area = models.CharField("区划", max_length=12)
    service = models.TextField("业务")
    since = models.DateField("起始日")
    doc = models.TextField("文号")
    article = models.TextField("条款", blank=True)
    numbers = models.JSONField("标准", default=list)
    rules = models.JSONField("规则版本", default=list)
    fingerprint = models.CharField("规则指纹", max_length=64, blank=True)
    state = models.TextField("状态", choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="拟定人")
    drafted_on = models.DateField("拟定日期")
    confirmed_by = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    confirmed_on = models.DateField("确认日期", null=True)
    effect = models.JSONField("预演结果", default=dict)
    reviews_on = models.DateField("转交复核日期", null=True)

    class Meta:
        verbose_name = "标准调整"
        indexes = [models.Index(fields=["area", "-id"], name="lawchange_of_area")]
        constraints = [
            models.CheckConstraint(condition=~Q(doc=""), name="lawchange_has_document"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("drafted_by")), name="lawchange_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_by__isnull=False, confirmed_on__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_by__isnull=True)),
                name="lawchange_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doc} {self.since}"
