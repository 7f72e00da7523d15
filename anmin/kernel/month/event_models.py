"""Private to this room: what life events and decisions did to money, how the household was told, and what waits for another."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anmin.kernel.places.declare import area_index


class EventChange(models.Model):
    """One programme whose amount or persons changed: the record of 增发, 减发 and 停发 that is told.

    By a life event (`event`), by another benefit to which it gives way (`case`), or ended by hand (`stopping`).
    `basis` says what the new amount rests on, as in an entitlement, with `who` the persons in order.
    """

    class Kind(models.TextChoices):
        UP = "up", "增发"
        DOWN = "down", "减发"
        STOP = "stop", "停发"
        OTHER = "other", "变更"

    event = models.ForeignKey(
        "people.LifeEvent", models.PROTECT, null=True, related_name="changes", verbose_name="家庭变化"
    )
    case = models.ForeignKey("flow.Case", models.PROTECT, null=True, related_name="+", verbose_name="新批准的案件")
    stopping = models.OneToOneField(
        "month.Stopping", models.PROTECT, null=True, related_name="change", verbose_name="停发"
    )
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="changes", verbose_name="家庭")
    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    kind = models.TextField("变动", choices=Kind)
    since = models.DateField("执行月份")
    amount_before = models.BigIntegerField("原月金额(分)")
    amount_after = models.BigIntegerField("现月金额(分)")
    persons_before = models.PositiveSmallIntegerField("原保障人数")
    persons_after = models.PositiveSmallIntegerField("现保障人数")
    reason = models.TextField("原因")
    basis = models.JSONField("依据", default=dict)
    made_on = models.DateField("登记日期", auto_now_add=True)

    class Meta:
        verbose_name = "待遇变动"
        indexes = [
            area_index("event_change_area"),
            models.Index(fields=["household", "-id"], name="event_change_of_household"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event", "household", "programme"], name="event_change_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="event_change_has_reason"),
            models.CheckConstraint(
                condition=Q(event__isnull=False) | Q(case__isnull=False) | Q(stopping__isnull=False),
                name="event_change_has_cause",
            ),
        ]

    @property
    def happened_on(self) -> date:
        """The day of what brought it about."""
        return self.event.on if self.event else self.stopping.told_on if self.stopping else self.made_on


class EventPaper(models.Model):
    """The paper by which the household is told of a change, as it was issued, sealed."""

    change = models.OneToOneField(EventChange, models.PROTECT, related_name="paper")
    title = models.TextField("标题")
    number = models.TextField("文号", unique=True)
    made_on = models.DateField("日期")
    docx = models.BinaryField("Word(密)")
    pdf = models.BinaryField("PDF(密)")
    digest = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = "变动告知书"


class EventProposal(models.Model):
    """A life event that would change an amount, told by one person: nothing is done before another has looked at it.

    `newcomer` is who joins (name, number, relation), sealed; `lines` what the first person saw it bring about.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待复核"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "已退回"

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("区划", max_length=12)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="人员")
    newcomer = models.BinaryField("加入的人(密)", default=bytes)
    kind = models.TextField("事项")
    on = models.DateField("发生日期")
    answers = models.JSONField("登记内容", default=dict)
    source = models.TextField("来源")
    lines = models.JSONField("登记时所列后果", default=list)
    programmes = models.JSONField("会变动的项目", default=list)
    state = models.TextField("状态", choices=State, default=State.WAITING)
    told_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="登记人")
    told_on = models.DateField("登记日期")
    decided_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    decided_on = models.DateField("复核日期", null=True)
    reason = models.TextField("退回理由", blank=True)
    noted_on = models.DateField("退回知悉日期", null=True)
    event = models.ForeignKey("people.LifeEvent", models.PROTECT, null=True, related_name="+", verbose_name="登记结果")

    class Meta:
        verbose_name = "待复核的家庭变化"
        indexes = [models.Index(fields=["area", "id"], condition=Q(state="waiting"), name="event_proposal_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person", "kind"], condition=Q(state="waiting"), name="event_proposal_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("told_by")), name="event_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True)
                | Q(state="confirmed", decided_by__isnull=False, event__isnull=False)
                | (Q(state="returned", decided_by__isnull=False) & ~Q(reason="")),
                name="event_proposal_state",
            ),
        ]


class Stopping(models.Model):
    """停发 by hand: proposed by one with its ground and what was found, decided by another; from a month to come.

    `since` is the first month that is asked to be no longer paid, `stops_from` the one from which the decision ends it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待决定"
        DECIDED = "decided", "已停发"
        RETURNED = "returned", "已退回"

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    since = models.DateField("拟停发月份")
    ground = models.TextField("停发事由")
    found = models.TextField("查明的情况")
    state = models.TextField("状态", choices=State, default=State.WAITING)
    told_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="提出人")
    told_on = models.DateField("提出日期")
    decided_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decided_on = models.DateField("决定日期", null=True)
    stops_from = models.DateField("停发月份", null=True)
    reason = models.TextField("退回理由", blank=True)
    noted_on = models.DateField("退回知悉日期", null=True)

    class Meta:
        verbose_name = "停发"
        indexes = [
            models.Index(fields=["area", "id"], condition=Q(state="waiting"), name="stopping_waiting"),
            models.Index(fields=["household", "-id"], name="stopping_of_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "programme"], condition=Q(state="waiting"), name="stopping_once"
            ),
            models.CheckConstraint(condition=Q(since__day=1), name="stopping_whole_months"),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(found=""), name="stopping_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("told_by")), name="stopping_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True)
                | Q(state="decided", decided_by__isnull=False, stops_from__gt=F("decided_on"))
                | (Q(state="returned", decided_by__isnull=False) & ~Q(reason="")),
                name="stopping_state",
            ),
        ]
