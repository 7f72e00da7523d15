"""Private to this room: how often a recipient household is looked at again, and each look with what followed from it."""

from django.db import models
from django.db.models import F, Q


class Cycle(models.Model):
    """The class of a recipient household: proposed by rule, corrected by a person with a reason; when it is due again."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    programme = models.TextField("项目")
    area = models.CharField("区划", max_length=12)
    proposed = models.TextField("规则建议的类别")
    months = models.PositiveSmallIntegerField("复核周期(月)")
    corrected = models.TextField("更正的类别", blank=True)
    correct_reason = models.TextField("更正理由", blank=True)
    corrected_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    corrected_months = models.PositiveSmallIntegerField("更正后的周期(月)", null=True)
    last_on = models.DateField("上次核查")
    due_on = models.DateField("下次复核")

    class Meta:
        verbose_name = "复核类别"
        indexes = [models.Index(fields=["programme", "due_on"], name="cycle_due")]
        constraints = [
            models.UniqueConstraint(fields=["household", "programme"], name="cycle_once"),
            models.CheckConstraint(
                condition=Q(corrected="") | (~Q(correct_reason="") & Q(corrected_by__isnull=False)),
                name="cycle_corrected_for_reason",
            ),
        ]

    @property
    def klass(self) -> str:
        return self.corrected or self.proposed


class Draw(models.Model):
    """A drawn sample (复核抽查). Seed, share and the digest of the list let anyone draw again."""

    programme = models.TextField("项目")
    area = models.CharField("区划", max_length=12)
    seed = models.TextField("种子")
    share_bp = models.PositiveIntegerField("比例(万分之)")
    pool = models.PositiveIntegerField("名单户数")
    pool_digest = models.CharField("名单摘要(SM3)", max_length=64)
    taken = models.PositiveIntegerField("抽中户数")
    pool_numbers = models.TextField("名单(家庭编号, 一行一个)")
    numbers = models.JSONField("抽中的家庭编号")
    drawn_on = models.DateField("抽取日期")
    drawn_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    due_on = models.DateField("完成期限")

    class Meta:
        verbose_name = "复核抽查"
        constraints = [models.UniqueConstraint(fields=["programme", "area", "seed"], name="draw_seed_once")]


class Review(models.Model):
    """One look at a recipient household: why, until when, what was found, and what another person decided.

    Amounts in fen a month, None until someone has looked into it. `basis` is what the proposed amount rests on.
    A decided review is never changed.
    """

    class Cause(models.TextChoices):
        CYCLE = "cycle", "到期复核"
        SAMPLE = "sample", "抽查"
        EVENT = "event", "家庭变化"
        FINDING = "finding", "测算不符"
        LAW = "law", "标准或规则调整"
        TIME = "time", "随时间到期"
        TOLD = "told", "其他业务告知"
        REPORT = "report", "举报反映"
        OBJECTION = "objection", "对决定有异议"

    class State(models.TextChoices):
        OPEN = "open", "待复核"
        PROPOSED = "proposed", "待决定"
        DECIDED = "decided", "已办结"
        DROPPED = "dropped", "已停发, 不再复核"

    class Outcome(models.TextChoices):
        SAME = "same", "不变"
        UP = "up", "增发"
        DOWN = "down", "减发"
        STOP = "stop", "停发"
        TAPER = "taper", "渐退"

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="reviews", verbose_name="家庭")
    programme = models.TextField("项目")
    area = models.CharField("区划", max_length=12)
    cause = models.TextField("起因", choices=Cause)
    why = models.TextField("事由")
    event = models.ForeignKey("people.LifeEvent", models.PROTECT, null=True, related_name="+")
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="reviews")
    opened_on = models.DateField("提出日期")
    due_on = models.DateField("完成期限")
    state = models.TextField("状态", choices=State, default=State.OPEN)
    outcome = models.TextField("结果", choices=Outcome, blank=True)
    found = models.TextField("核查情况", blank=True)
    reason = models.TextField("理由", blank=True)
    amount_before = models.BigIntegerField("原金额", null=True)
    persons_before = models.PositiveSmallIntegerField("原保障人数", default=0)
    amount_after = models.BigIntegerField("拟定金额", null=True)
    persons_after = models.PositiveSmallIntegerField("拟定保障人数", default=0)
    basis = models.JSONField("依据", default=dict)
    checked_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    checked_on = models.DateField("复核日期", null=True)
    decided_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+", verbose_name="决定人")
    decided_on = models.DateField("决定日期", null=True)
    pays_from = models.DateField("执行月份", null=True)

    class Meta:
        verbose_name = "复核"
        indexes = [
            models.Index(fields=["area", "due_on"], condition=Q(state="open"), name="review_open"),
            models.Index(fields=["household", "-id"], name="review_of_household"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "programme"], condition=Q(state__in=["open", "proposed"]), name="review_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("checked_by")), name="review_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "dropped"], decided_by__isnull=True)
                | (Q(state="proposed", checked_by__isnull=False, decided_by__isnull=True) & ~Q(outcome=""))
                | (
                    Q(state="decided", checked_by__isnull=False, decided_by__isnull=False, decided_on__isnull=False)
                    & ~Q(outcome="")
                ),
                name="review_state_has_its_people",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "same"]) | ~Q(reason=""), name="review_change_has_reason"
            ),
        ]


class ReviewPaper(models.Model):
    """The paper by which a household is told of a change, as it was issued, sealed."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="papers")
    title = models.TextField("标题")
    number = models.TextField("文号", unique=True)
    made_on = models.DateField("日期")
    docx = models.BinaryField("Word(密)")
    pdf = models.BinaryField("PDF(密)")
    digest = models.CharField("SM3", max_length=64)

    class Meta:
        verbose_name = "复核文书"


class ReviewObjection(models.Model):
    """A household objects to a decided change; answered by someone who did not decide it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    from_whom = models.BinaryField("异议人(密)")
    content = models.BinaryField("内容(密)")
    channel = models.TextField("渠道")
    result = models.TextField("答复", blank=True)
    resolved_on = models.DateField("答复日期", null=True)
    resolved_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "对复核决定的异议"
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(resolved_on__isnull=True), name="review_objection_one_open"
            )
        ]


class Taper(models.Model):
    """渐退: from month `since` the household keeps its benefit though over the standard. Months are counted, not kept.

    `last_amount` is what it received before (fen a month, top-ups included), of which the rules pay a share.
    """

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="tapers", verbose_name="家庭")
    programme = models.TextField("项目")
    since = models.DateField("渐退起月")
    last_amount = models.BigIntegerField("渐退前月金额(分)")
    reason = models.TextField("缘由")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="+")
    until = models.DateField("结束月", null=True)
    end_reason = models.TextField("结束原因", blank=True)

    class Meta:
        verbose_name = "渐退"
        constraints = [
            models.UniqueConstraint(
                fields=["household", "programme"], condition=Q(until__isnull=True), name="taper_one_open"
            ),
            models.CheckConstraint(condition=Q(since__day=1), name="taper_whole_months"),
            models.CheckConstraint(condition=Q(until__isnull=True) | ~Q(end_reason=""), name="taper_end_has_reason"),
        ]


class Labour(models.Model):
    """公益劳动 of one person on one day: an old local rule, kept only where the county's number switches it on."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    programme = models.TextField("项目")
    on = models.DateField("日期")
    hours = models.PositiveSmallIntegerField("小时", default=0)
    work = models.TextField("内容")
    refused_for = models.TextField("未参加的原因", blank=True)
    noted_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "公益劳动"
        constraints = [models.UniqueConstraint(fields=["person", "on", "work"], name="labour_once")]
