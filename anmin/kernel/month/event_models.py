"""Private to this room: what life events did to money, how the household was told, and events that wait for a second person."""

from django.db import models
from django.db.models import F, Q

from anmin.kernel.places.declare import area_index


class EventChange(models.Model):
    """One programme whose amount or persons a life event changed: the record of 增发, 减发 and 停发 that is told.

    `basis` says what the new amount rests on, as in an entitlement, with `who` the persons in order.
    """

    class Kind(models.TextChoices):
        UP = "up", "增发"
        DOWN = "down", "减发"
        STOP = "stop", "停发"
        OTHER = "other", "变更"

    event = models.ForeignKey("people.LifeEvent", models.PROTECT, related_name="changes", verbose_name="家庭变化")
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
        ]


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
