"""Private to this room: what was loaded from a source, what was checked, what was found."""

from django.db import models

from anmin.kernel.places.declare import area_index


class SourceLoad(models.Model):
    """One file of a source as of a day. The rows lie sealed outside the database, with blind indexes for numbers."""

    source = models.TextField("数据来源")
    as_of = models.DateField("数据截止日")
    file_name = models.TextField("文件名")
    digest = models.CharField("SM3", max_length=64, unique=True)
    rows = models.PositiveIntegerField("条数")
    skipped = models.PositiveIntegerField("未采用条数", default=0)
    loaded_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = "核对数据"
        indexes = [models.Index(fields=["source", "-as_of"])]


class Check(models.Model):
    """One check, of one household or of a whole roll. Without a household it was the roll of `month`."""

    household = models.ForeignKey("people.Household", models.PROTECT, null=True, related_name="checks")
    service = models.TextField("业务")
    month = models.DateField("月份")
    area = models.CharField("区划", max_length=12)
    asked_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    loads = models.JSONField("所用数据", default=dict)
    persons = models.PositiveIntegerField("核对人数", default=0)
    unsigned = models.PositiveIntegerField("无授权未核对人数", default=0)
    found = models.PositiveIntegerField("发现条数", default=0)
    report = models.JSONField("核对报告", default=dict)
    made_at = models.DateTimeField("核对时间", auto_now_add=True)

    class Meta:
        verbose_name = "信息核对"
        indexes = [models.Index(fields=["month", "service"])]


class Finding(models.Model):
    """A difference between what was declared and what a source knows. The township answers it within its term, the county closes it."""

    class Answer(models.TextChoices):
        OPEN = "", "待处理"
        TRUE = "true", "属实"
        FALSE = "false", "不属实"
        CHANGED = "changed", "情况已变化"

    class Step(models.TextChoices):
        OPEN = "open", "待答复"
        ANSWERED = "answered", "待办结"
        CLOSED = "closed", "已办结"

    made_by = models.ForeignKey(Check, models.PROTECT, related_name="findings", verbose_name="核对批次")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="findings", verbose_name="家庭")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="findings", verbose_name="人员")
    area = models.CharField("区划", max_length=12)
    source = models.TextField("来源")
    load = models.ForeignKey(SourceLoad, models.PROTECT, related_name="+")
    fact = models.TextField("项目", blank=True)
    declared = models.BigIntegerField("申报", null=True)
    found = models.BigIntegerField("核对", null=True)
    found_on = models.DateField("发生日期", null=True)
    amount_before = models.BigIntegerField("原月金额(分)", null=True)
    amount_after = models.BigIntegerField("按核对数的月金额(分)", null=True)
    due_on = models.DateField("答复期限")
    answer = models.TextField("处理结果", choices=Answer, blank=True, default="")
    note = models.TextField("说明", blank=True)
    answered_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField("答复日期", null=True)
    returned = models.TextField("退回经过", blank=True, default="")
    closed_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField("办结日期", null=True)
    step = models.GeneratedField(
        expression=models.Case(
            models.When(closed_on__isnull=False, then=models.Value(Step.CLOSED)),
            models.When(answered_on__isnull=False, then=models.Value(Step.ANSWERED)),
            default=models.Value(Step.OPEN),
        ),
        output_field=models.TextField("步骤"),
        db_persist=True,
        verbose_name="步骤",
    )

    class Meta:
        verbose_name = "核对发现"
        indexes = [
            area_index("finding_area"),
            models.Index(fields=["due_on"], condition=models.Q(answer=""), name="finding_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "fact", "load"], name="finding_once_per_file"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="finding_answered_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, closed_by__isnull=True)
                | (
                    models.Q(closed_on__isnull=False, closed_by__isnull=False, answered_on__isnull=False)
                    & ~models.Q(closed_by=models.F("answered_by"))
                ),
                name="finding_closed_by_another",
            ),
        ]
