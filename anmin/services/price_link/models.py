"""The indices of each month as they were published, what follows from them; and who was due a supplement, by group."""

from django.db import models
from django.db.models import F, Q

from anmin.kernel.places.declare import area_index


class IndexMonth(models.Model):
    """A month's three indices (per cent against a year ago), entered by one officer, confirmed by another.

    What is told below them is reckoned by the rules when they are confirmed. A correction waits for its confirmation;
    until then the numbers in force stay what they were.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "待确认"
        CONFIRMED = "confirmed", "已确认"

    class Course(models.TextChoices):
        START = "start", "启动"
        GO_ON = "go_on", "继续"
        STOP = "stop", "中止"
        NONE = "none", "未启动"

    month = models.DateField(
        "指数所属月", unique=True, error_messages={"unique": "这个月的指数已经登记，请在原记录上更正。"}
    )
    area = models.CharField("县", max_length=12, blank=True)
    cpi = models.TextField("居民消费价格同比（%）")
    food = models.TextField("食品价格同比（%）")
    scpi = models.TextField("低收入居民基本生活费用同比（%）")
    source = models.TextField("来源")
    published_on = models.DateField("公布日期")
    note = models.TextField("说明", blank=True)
    state = models.TextField("状态", choices=State, default=State.DRAFT)
    entered_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    confirmed_by = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    confirmed_on = models.DateField("确认日期", null=True)
    course = models.TextField("联动机制", choices=Course, blank=True)
    running = models.BooleanField("本月启动", default=False)
    since = models.DateField("自何月起", null=True)
    why = models.TextField("理由", blank=True)
    urban = models.BigIntegerField("每人补贴（城市）", null=True)
    rural = models.BigIntegerField("每人补贴（农村）", null=True)

    class Meta:
        verbose_name = "价格指数"
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="index_month_first"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(entered_by__isnull=True) | Q(confirmed_by__isnull=False),
                name="index_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")), name="index_two_people",
                violation_error_message="登记的人不能自己确认。",
            ),
        ]  # fmt: skip

    decision = ""  # what the second officer is asked, never kept

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Due(models.Model):
    """One person due the supplement of one month: under which group, how much."""

    month = models.DateField("所属月")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("所在地", max_length=12)
    kind = models.TextField("保障对象类别")
    amount = models.BigIntegerField("补贴")

    class Meta:
        verbose_name = "价格临时补贴对象"
        constraints = [models.UniqueConstraint(fields=["month", "person"], name="price_due_once")]
        indexes = [
            area_index("price_due_area"),
            models.Index(fields=["month", "kind", "id"], name="price_due_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.month:%Y-%m}"
