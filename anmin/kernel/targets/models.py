"""Private to this room: a plan, its text as read, its targets and figures, and what was done to them.

Text and place of what was read never change; the database refuses it (migration 0002).
"""

from decimal import Decimal

from django.db import models

from anmin.kernel.targets.declare import ACTS, COMPARATORS, KINDS, OPEN, SETTLED, SIGNS, STATES
from anmin.kernel.targets.numbers import Exact, in_words


class Plan(models.Model):
    """A plan or report in one version. `found` counts its rows that are not dropped, `settled` those decided upon."""

    area = models.CharField("区划", max_length=12)
    title = models.TextField("标题")
    issuer = models.TextField("所属地", blank=True)
    period = models.TextField("时期", blank=True)
    version = models.PositiveSmallIntegerField("版本", default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="later", verbose_name="上一版")
    superseded_on = models.DateField("被替代日期", null=True, blank=True)
    file_name = models.TextField("文件名")
    digest = models.CharField("SM3", max_length=64)
    found = models.PositiveIntegerField("条目", default=0)
    settled = models.PositiveIntegerField("已确认", default=0)
    revised = models.JSONField("改正后的提纲和引用", default=dict, blank=True, help_text="outline, references")
    received_at = models.DateTimeField("收录时间", auto_now_add=True)
    received_by = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, related_name="+", verbose_name="收录人"
    )

    class Meta:
        verbose_name = "计划"
        constraints = [models.UniqueConstraint(fields=["area", "digest"], name="plan_kept_once")]

    def now(self, part: str) -> list[dict]:
        """The outline or the references as they now stand: corrected, else as read."""
        return self.revised[part] if part in self.revised else getattr(self.source, part)

    @property
    def outline(self) -> list[dict]:
        return self.now("outline")

    @property
    def references(self) -> list[dict]:
        return self.now("references")

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title}（第{self.version}版）"


class Source(models.Model):
    """What was read, as it was read: written once. Lines are 1-based, columns and offsets 0-based characters."""

    plan = models.OneToOneField(Plan, models.PROTECT, primary_key=True, related_name="source")
    text = models.TextField("原文")
    outline = models.JSONField("提纲", help_text="line, level, marker, title, start, end")
    references = models.JSONField("引用文件", help_text="line, title, number, issuer, start, end")
    noise = models.JSONField("非正文", help_text="line, start, end, reason")
    notes = models.JSONField("说明")

    class Meta:
        verbose_name = "计划原文"


class Item(models.Model):
    """One target or figure with the sentence and place it comes from. `read` is how the reader had it, for ever."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name="计划")
    kind = models.TextField("种类", choices=list(KINDS.items()))
    subject = models.TextField("对象", blank=True)
    metric = models.TextField("指标", blank=True)
    comparator = models.TextField("比较", choices=list(COMPARATORS.items()), default="=")
    low = Exact(verbose_name="数值")
    high = Exact(verbose_name="上限")
    unit = models.TextField("单位", blank=True)
    base = Exact(verbose_name="基数")
    deadline = models.TextField("期限", blank=True)
    place = models.TextField("地点", blank=True)
    owner = models.TextField("责任单位", blank=True)

    line = models.PositiveIntegerField("行")
    col = models.PositiveIntegerField("列")
    surface = models.TextField("原文写法")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    sentence = models.TextField("原句")
    read = models.JSONField("读出", null=True)
    confidence = models.PositiveSmallIntegerField("可信度(%)", default=100)
    doubts = models.JSONField("疑点", default=list)
    why = models.JSONField("依据", default=list)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="拆分自")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="并入")

    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="上一版里的同一条"
    )

    state = models.TextField("状态", choices=list(STATES.items()), default="read")
    settled_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="处理人")
    settled_at = models.DateTimeField("处理时间", null=True)
    changes = models.PositiveIntegerField("改动次数", default=0)

    class Meta:
        verbose_name = "条目"
        indexes = [models.Index(fields=["plan", "start"]), models.Index(fields=["kind", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, settled_at__isnull=True)
                | models.Q(state__in=(*SETTLED, "dropped"), settled_at__isnull=False),
                name="item_settled_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(high__isnull=True) | models.Q(low__isnull=False, high__gte=models.F("low")),
                name="item_range_rises",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"

    @property
    def name(self) -> str:
        return " · ".join(part for part in (self.subject, self.metric) if part) or self.surface

    @property
    def amount(self) -> str:
        """The value as a clerk types it."""
        return in_words(self.low, self.high)

    @property
    def was(self) -> str:
        return in_words(self.base)

    @property
    def value(self) -> str:
        """Comparator, value and unit as one reads them."""
        parts = [f"{part:,f}" for part in (self.low, self.high) if isinstance(part, Decimal)]
        if not parts:
            return f"原文缺数（{self.unit}）" if self.unit else "原文缺数"
        return f"{SIGNS[self.comparator]}{'—'.join(parts)} {self.unit}".strip()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


class Act(models.Model):
    """One thing done to rows of a plan or to what stands around them, with how it was, so that it can be undone."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="acts", verbose_name="计划")
    kind = models.TextField("动作", choices=list(ACTS.items()))
    by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="谁")
    at = models.DateTimeField("何时", auto_now_add=True)
    before = models.JSONField(
        "之前",
        help_text="by the row's key: its fields before; null for a row that this act made. Of the outline or the"
        " references: `revised`, null where they stood as read",
    )
    undone = models.BooleanField("已撤销", default=False)

    class Meta:
        verbose_name = "处理"
        indexes = [models.Index(fields=["plan", "-id"], condition=models.Q(undone=False), name="act_to_undo")]
