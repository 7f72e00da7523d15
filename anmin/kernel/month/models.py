"""Private to this room: how far a month's close has come, and what it found."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When

from anmin.kernel.month.event_models import EventChange, EventPaper, EventProposal, Stopping
from anmin.kernel.month.review_models import Cycle, Draw, Labour, Review, ReviewObjection, ReviewPaper, Taper

__all__ = [
    "Close",
    "Cycle",
    "Draw",
    "EventChange",
    "EventPaper",
    "EventProposal",
    "Finding",
    "Labour",
    "Review",
    "ReviewObjection",
    "ReviewPaper",
    "Stopping",
    "Taper",
]


class Close(models.Model):
    """The close of one programme's month in one county. `steps` keeps what each finished step said."""

    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    month = models.DateField("月份", help_text="当月一日")
    steps = models.JSONField("各步结果", default=dict)
    begun_at = models.DateTimeField("开始时间", auto_now_add=True)
    doing = models.TextField("后台正在", blank=True)
    asked_at = models.DateTimeField("交办时间", null=True)
    trouble = models.TextField("没有做成的原因", blank=True)

    class Meta:
        verbose_name = "月结"
        constraints = [models.UniqueConstraint(fields=["area", "programme", "month"], name="close_once")]


class FindingStand(models.TextChoices):
    """Whether a finding still waits; the last two are the finding's own states."""

    OPEN = "open", "待复核"
    OVER = "over", "以后月份另核"
    ACCEPTED = "accepted", "已按测算调整"
    KEPT = "kept", "核实后不变"


class Findings(models.Manager):
    """Findings that also know how they `stand`: an open one no longer waits once a later month has been reckoned, which
    tells again whatever still holds. Told by tables that are there, never stored."""

    def get_queryset(self) -> models.QuerySet:
        later = Close.objects.filter(
            area=OuterRef("close__area"), programme=OuterRef("close__programme"), month__gt=OuterRef("close__month"),
            steps__has_key="reckon",
        )  # fmt: skip
        stand = Case(
            When(~Q(state="open"), then=F("state")),
            When(Exists(later), then=Value(FindingStand.OVER)),
            default=Value(FindingStand.OPEN),
            output_field=TextField(),
        )
        return super().get_queryset().annotate(stand=stand)


class Finding(models.Model):
    """Something about one household that a person must look at until `due_on`. The money is not changed by it."""

    class Kind(models.TextChoices):
        BAD_FACTS = "bad_facts", "事实有误, 未能测算"
        INELIGIBLE = "ineligible", "按规则不符合条件"
        LESS = "less", "按规则应减发"
        MORE = "more", "按规则应增发"
        DRIFT = "drift", "存量金额与当时的规则不符"
        NO_ACCOUNT = "no_account", "没有银行账号"
        SHARED_ACCOUNT = "shared_account", "与别户共用账号"
        OVERLAP = "overlap", "与其他待遇重复享受"
        OTHER_PAYEE = "other_payee", "户名不是家庭成员"

    class State(models.TextChoices):
        OPEN = "open", "待复核"
        ACCEPTED = "accepted", "已按测算调整"
        KEPT = "kept", "核实后不变"

    close = models.ForeignKey(Close, models.PROTECT, related_name="findings")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("区划", max_length=12)
    kind = models.TextField("类别", choices=Kind)
    text = models.TextField("说明")
    held = models.BigIntegerField("现发或名册金额(分)", null=True)
    due = models.BigIntegerField("测算金额(分)", null=True)
    state = models.TextField("处理", choices=State, default=State.OPEN)
    due_on = models.DateField("答复期限", null=True)
    answer = models.TextField("处理说明", blank=True)
    answered_by = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    answered_on = models.DateField("处理日期", null=True)

    objects = Findings()

    class Meta:
        verbose_name = "复核事项"
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="month_finding_open")]
        constraints = [
            models.UniqueConstraint(fields=["close", "household", "kind"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True)
                | ~Q(state="open") & ~Q(answer="") & Q(answered_by__isnull=False, answered_on__isnull=False),
                name="finding_answered_by_someone",
            ),
        ]
