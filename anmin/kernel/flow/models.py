"""Private to this room: cases and all that happens to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anmin.kernel.access.api import Role
from anmin.kernel.flow.declare import Duty, Phase
from anmin.kernel.places.declare import area_index


class Channel(models.TextChoices):
    """How a request came in; all of them end at the same door."""

    DESK = "desk", "窗口申请"
    PROXY = "proxy", "村级代办"
    REFERRAL = "referral", "县级转办"
    PORTAL = "portal", "网上申请"
    IMPORT = "import", "名册导入"


class Outcome(models.TextChoices):
    OPEN = "", "办理中"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不予同意"
    NOT_ACCEPTED = "not_accepted", "不予受理"
    WITHDRAWN = "withdrawn", "撤回"
    TERMINATED = "terminated", "终止"
    FORWARDED = "forwarded", "转外地办理"


class Case(models.Model):
    """A request under one service. `law_day` pins the day whose law governs; `flow_since` the version of the flow."""

    number = models.CharField("案号", max_length=40, unique=True)
    service = models.TextField("业务")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="cases", verbose_name="家庭")
    applicant = models.ForeignKey("people.Person", models.PROTECT, related_name="cases", verbose_name="申请人")
    area = models.CharField("区划", max_length=12)
    channel = models.TextField("来源", choices=Channel)
    brought_by = models.TextField("代办或转办", blank=True)
    state = models.TextField("状态")
    phase = models.TextField("阶段", choices=[(p.value, p.value) for p in Phase])
    flow_since = models.DateField("流程版本")
    law_day = models.DateField("适用日")
    received_on = models.DateField("接件日期")
    accepted_on = models.DateField("受理日期", null=True)
    decided_on = models.DateField("决定日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    outcome = models.TextField("结果", choices=Outcome, blank=True, default="")
    officer = models.ForeignKey("access.Account", models.PROTECT, related_name="cases", verbose_name="责任人")
    due_on = models.DateField("限办日期", null=True)
    near_kin = models.BooleanField("近亲属备案", default=False)
    disputed = models.BooleanField("有异议", default=False)
    facts = models.JSONField("事实", default=dict)
    reckoning = models.JSONField("测算", default=dict)
    amount_month = models.BigIntegerField("月保障金(分)", null=True)
    awaits = ArrayField(models.TextField(), verbose_name="等待的角色", default=list, blank=True)

    class Meta:
        verbose_name = "案件"
        indexes = [
            area_index("case_area"),
            models.Index(fields=["due_on", "id"], condition=models.Q(closed_on__isnull=True), name="case_due_open"),
            models.Index(
                fields=["officer", "due_on"], condition=models.Q(closed_on__isnull=True), name="case_officer_open"
            ),
            models.Index(fields=["service", "state", "due_on"], name="case_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phase=Phase.CLOSED, closed_on__isnull=False)
                | (~models.Q(phase=Phase.CLOSED) & models.Q(closed_on__isnull=True)),
                name="case_closed_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(phase__in=[Phase.RUNNING, Phase.DECIDED]) | models.Q(accepted_on__isnull=False),
                name="case_running_was_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["granted", "refused"], decided_on__isnull=False)
                | (~models.Q(outcome__in=["granted", "refused"]) & models.Q(decided_on__isnull=True)),
                name="case_decision_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="granted") | models.Q(amount_month__gt=0), name="case_granted_has_amount"
            ),
            models.UniqueConstraint(
                fields=["household", "service"],
                condition=models.Q(closed_on__isnull=True),
                name="case_one_open_per_service",
            ),
        ]


class Step(models.Model):
    """One move that was made. Never changed; the database refuses a decision by someone who checked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    move = models.TextField("动作")
    label = models.TextField("名称")
    source = models.TextField("原状态", blank=True)
    target = models.TextField("新状态")
    role = models.TextField("角色", choices=Role)
    duty = models.TextField("职责", choices=[(d.value, d.value) for d in Duty])
    actor = models.ForeignKey("access.Account", models.PROTECT, related_name="steps")
    at = models.DateTimeField("时间", auto_now_add=True)
    on = models.DateField("日期")
    reason = models.TextField("说明", blank=True)
    answers = models.JSONField("记载", default=dict)

    class Meta:
        verbose_name = "办理步骤"
        indexes = [models.Index(fields=["case", "id"])]


class CaseClock(models.Model):
    """A limit that runs, or ran, on a case. `suspensions` lists [from, until] days on which it stood still."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    name = models.TextField("时限")
    label = models.TextField("名称")
    length = models.TextField("期限")
    cite = models.TextField("依据", blank=True)
    starts_on = models.DateField("起算")
    target_on = models.DateField("到期")
    due_on = models.DateField("法定届满")
    provisional = models.BooleanField("日历未定", default=False)
    suspensions = models.JSONField("中止", default=list)
    suspended_from = models.DateField("中止自", null=True)
    stopped_on = models.DateField("办结", null=True)
    escalated_to = models.ForeignKey(
        "access.Account", models.PROTECT, null=True, related_name="+", verbose_name="督办人"
    )

    class Meta:
        verbose_name = "办理时限"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=models.Q(stopped_on__isnull=True), name="clock_runs_once"
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(stopped_on__isnull=True), name="clock_running")]


class Record(models.Model):
    """A filled-in form of a case: a visit, a check report, a review. What was written is sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="records")
    form = models.TextField("表单")
    on = models.DateField("日期")
    by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    second_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    answers = models.BinaryField("内容(密)")

    class Meta:
        verbose_name = "办理记录"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True) | ~models.Q(second_by=models.F("by")),
                name="record_two_people",
            )
        ]


class Supplement(models.Model):
    """What was asked for in addition: all of it at once, and only once before acceptance (行政许可法第三十二条)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="supplement")
    items = models.JSONField("需补材料")
    asked_on = models.DateField("告知日期")
    due_on = models.DateField("补正期限")
    answered_on = models.DateField("补齐日期", null=True)

    class Meta:
        verbose_name = "补正"


class Notice(models.Model):
    """A public notice (公示) with proof of its start and end. `content` holds only what may be shown."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    area = models.CharField("张贴地", max_length=12)
    content = models.JSONField("公示内容")
    opens_on = models.DateField("张贴日")
    closes_on = models.DateField("期满日")
    opened_proof = models.TextField("张贴证明")
    ended_on = models.DateField("结束日", null=True)
    ended_proof = models.TextField("期满证明", blank=True)
    disputed = models.BooleanField("有异议", default=False)
    broken_off = models.TextField("提前结束的原因", blank=True, default="")

    class Meta:
        verbose_name = "公示"
        indexes = [models.Index(fields=["area", "closes_on"])]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_on__isnull=True), name="notice_one_open"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(disputed=True)
                | ~models.Q(broken_off="")
                | models.Q(ended_on__gt=models.F("closes_on")),
                name="notice_full_term",
            ),
        ]


class Objection(models.Model):
    """Someone objected to a notice, or the applicant to a decision. Names may be withheld."""

    class About(models.TextChoices):
        NOTICE = "notice", "公示"
        DECISION = "decision", "决定"

    about = models.TextField("对象", choices=About, default=About.NOTICE)
    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    from_whom = models.BinaryField("异议人(密)", default=bytes)
    channel = models.TextField("渠道")
    content = models.BinaryField("内容(密)")
    result = models.TextField("处理结果", blank=True)
    resolved_on = models.DateField("处理日期", null=True)
    resolved_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "异议"
        indexes = [
            models.Index(fields=["case"], condition=models.Q(resolved_on__isnull=True), name="objection_waiting")
        ]


class Paper(models.Model):
    """An official paper as it was issued. The file is kept sealed; `digest` is the SM3 of the Word file."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.TextField("种类")
    title = models.TextField("标题")
    number = models.TextField("文号", blank=True)
    made_on = models.DateField("日期")
    docx = models.BinaryField("Word(密)")
    pdf = models.BinaryField("PDF(密)")
    digest = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="paper_numbered_once")
        ]


class Counter(models.Model):
    """The last number given out for a kind of number, an area and a year."""

    kind = models.TextField()
    area = models.CharField(max_length=12)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        verbose_name = "编号"
        constraints = [models.UniqueConstraint(fields=["kind", "area", "year"], name="counter_once")]


class CalendarDay(models.Model):
    """A day that is off although a weekday, or worked although a weekend, by the yearly notice."""

    day = models.DateField("日期", primary_key=True)
    off = models.BooleanField("放假")
    name = models.TextField("节日")
    doc = models.TextField("依据", blank=True)

    class Meta:
        verbose_name = "节假日"


class CalendarYear(models.Model):
    """A year whose notice is loaded. Days of other years are provisional."""

    year = models.SmallIntegerField("年份", primary_key=True)
    doc = models.TextField("依据", blank=True)

    class Meta:
        verbose_name = "日历年份"
