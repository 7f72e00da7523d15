"""What is kept of low-income families: who answers for them, the visits made, and the warnings looked into."""

from django.db import models
from django.db.models import F, Q

from anmin.kernel.declare import seal_identity, shown_identity, today
from anmin.kernel.places.declare import area_index

CAUSES = {
    "illness": "新患重病",
    "medical": "医疗自付过高",
    "disability": "新领残疾证",
    "death": "家庭成员死亡",
    "unemployed": "失业",
    "prison": "家庭成员服刑或强制戒毒",
    "separated": "离婚、分户",
    "income_drop": "收入大幅减少",
    "check": "信息核对发现待核实",
    "expiring": "认定即将到期",
    "expired": "认定已到期未复核",
    "policy": "可单独申请低保而未享受",
    "student": "新考入大学",
    "poverty": "返贫监测对象未纳入救助",
}
LEVELS = {"red": "红色（立即核实）", "orange": "橙色（尽快核实）", "yellow": "黄色（关注）"}


class Worker(models.Model):
    """The named officer who answers for a household (一户一人): one at a time."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("居住地", max_length=12)
    head = models.TextField("户主")
    worker = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="专人")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    visit_by = models.DateField("下次走访", null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "专人跟进"
        indexes = [area_index("worker_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(until__isnull=True), name="one_worker_a_household",
                violation_error_message="该家庭已有专人，请先结束原来的。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="worker_in_order",
                violation_error_message="止日不能早于起日。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.head} · {self.worker.name}"

    @property
    def identity(self) -> str:
        """Asked of a new entry, never kept here."""
        return ""


class Monitored(models.Model):
    """Someone on the list of 防止返贫监测对象, as the farming department gives it each quarter."""

    class Kind(models.TextChoices):
        UNSTABLE = "unstable", "脱贫不稳定"
        EDGE = "edge", "边缘易致贫"
        SUDDEN = "sudden", "突发严重困难"

    name = models.TextField("姓名")
    id_number = models.BinaryField("身份证号(密)", default=bytes)
    id_index = models.CharField(max_length=64, db_index=True)
    area = models.CharField("居住地", max_length=12)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    household = models.ForeignKey(
        "people.Household", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="家庭"
    )
    kind = models.TextField("类别", choices=Kind)
    listed_on = models.DateField("名单日期")
    cleared_on = models.DateField("风险消除日期", null=True, blank=True)

    class Meta:
        verbose_name = "返贫监测名单"
        indexes = [area_index("monitored_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=Q(cleared_on__isnull=True), name="monitored_once",
                violation_error_message="此人已在返贫监测名单中。",
            ),
            models.CheckConstraint(
                condition=Q(cleared_on__isnull=True) | Q(cleared_on__gte=F("listed_on")), name="monitored_in_order",
                violation_error_message="风险消除日期不能早于名单日期。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"

    @property
    def identity(self) -> str:
        """The identity number as pages show it."""
        return shown_identity(self.id_number)

    def says(self, name: str, value: object) -> bool | None:
        """Whether the entry is of that number; of all else its fields tell."""
        return seal_identity(str(value), on=today())[1] == self.id_index if name == "identity" and value else None


class FollowUp(models.Model):
    """A visit or call by the named officer, and what it found."""

    held = models.ForeignKey(Worker, models.PROTECT, related_name="follow_ups", verbose_name="家庭")
    area = models.CharField("居住地", max_length=12)
    on = models.DateField("走访日期")
    how = models.TextField("方式", choices=[("home", "入户"), ("call", "电话"), ("office", "来访")])
    found = models.TextField("了解到的情况")
    next_on = models.DateField("下次走访", null=True, blank=True)

    class Meta:
        verbose_name = "跟进记录"
        indexes = [area_index("follow_up_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["held", "on", "how"], name="follow_up_once", violation_error_message="这次走访已经登记过。"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on")), name="follow_up_goes_on",
                violation_error_message="下次走访应晚于本次。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.held} {self.on}"


class Alert(models.Model):
    """Something that happened to a household on the list: raised once, looked into, disposed of, told back, filed."""

    class State(models.TextChoices):
        NEW = "new", "待派单"
        ASSIGNED = "assigned", "待核实"
        VERIFIED = "verified", "已核实待处置"
        DISPOSED = "disposed", "已处置待反馈"
        FILED = "filed", "已归档"

    class Disposal(models.TextChoices):
        ENROL = "enrol", "纳入救助（转办申请）"
        IMPLEMENT = "implement", "落实应享未享的政策"
        REFER = "refer", "推送其他部门"
        MEETING = "meeting", "提请协调机制一事一议"
        STOP = "stop", "不再符合，核实后停发"
        NONE = "none", "经核实无需救助"

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("居住地", max_length=12)
    head = models.TextField("户主")
    cause = models.TextField("预警情形", choices=list(CAUSES.items()))
    level = models.TextField("等级", choices=list(LEVELS.items()))
    text = models.TextField("说明")
    key = models.TextField("来源", unique=True)
    happened_on = models.DateField("发生日期")
    raised_on = models.DateField("预警日期")
    due_on = models.DateField("核实期限")
    worker = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专人"
    )
    state = models.TextField("进展", choices=State, default=State.NEW)
    verified_on = models.DateField("核实日期", null=True, blank=True)
    finding = models.TextField("核实情况", blank=True)
    disposal = models.TextField("处置", choices=Disposal, blank=True)
    referred_to = models.TextField("推送部门", blank=True)
    disposed_on = models.DateField("处置日期", null=True, blank=True)
    feedback = models.TextField("部门反馈", blank=True)
    filed_on = models.DateField("归档日期", null=True, blank=True)

    class Meta:
        verbose_name = "监测预警"
        indexes = [
            area_index("alert_area"),
            models.Index(fields=["due_on"], condition=Q(verified_on__isnull=True), name="alert_open"),
            models.Index(fields=["household", "state"], name="alert_household"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("new", "assigned")) | (Q(verified_on__isnull=False) & ~Q(finding="")),
                name="alert_verified_says_what", violation_error_message="核实后须填写核实日期和核实情况。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("disposed", "filed")) | (~Q(disposal="") & Q(disposed_on__isnull=False)),
                name="alert_disposed_says_how", violation_error_message="处置后须填写处置方式和处置日期。",
            ),
            models.CheckConstraint(
                condition=~Q(disposal="refer") | ~Q(referred_to=""), name="alert_referred_says_where",
                violation_error_message="推送其他部门的，须写明部门。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.head} {self.get_cause_display()}"
