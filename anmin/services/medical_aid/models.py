"""Settlements of 医疗救助, and what they come to for a person in a year. The database keeps the yearly sums itself."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from anmin.kernel.declare import seal_identity, shown_identity, today
from anmin.kernel.places.declare import area_index
from anmin.services.medical_aid.people import CLASSES

COSTS = ("cost_total", "cost_in_scope", "paid_basic", "paid_serious", "paid_supplementary", "paid_by_third")


class Settlement(models.Model):
    """One settlement of one person, by its number: aided at once at a hospital, or a bill brought to the counter.

    All amounts in fen. A counter's bill waits until its case is decided. What was settled can be reversed, once.
    """

    class Channel(models.TextChoices):
        HOSPITAL = "hospital", "一站式结算"
        COUNTER = "counter", "二次报账"

    class State(models.TextChoices):
        SETTLED = "settled", "已结算"
        WAITING = "waiting", "待审批"
        REVERSED = "reversed", "已冲正"

    number = models.TextField("结算单号", unique=True)
    channel = models.TextField("方式", choices=Channel, default=Channel.HOSPITAL)
    hospital = models.TextField("定点医疗机构")
    name = models.TextField("姓名")
    id_number = models.BinaryField("身份证号(密)", default=bytes)
    id_index = models.CharField(max_length=64)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("户籍地", max_length=12)
    settled_on = models.DateField("结算日期")
    year = models.PositiveSmallIntegerField("年度")
    cost_total = models.BigIntegerField("医疗总费用")
    cost_in_scope = models.BigIntegerField("政策范围内费用")
    paid_basic = models.BigIntegerField("基本医保支付", default=0)
    paid_serious = models.BigIntegerField("大病保险支付", default=0)
    paid_supplementary = models.BigIntegerField("其他补充医疗保险支付", default=0)
    paid_by_third = models.BigIntegerField("应由第三人等负担", default=0)
    improper_referral = models.BooleanField("未规范转诊或在省外就医", default=False)
    klass = models.TextField("对象类别", choices=list(CLASSES.items()), blank=True)
    own = models.BigIntegerField("政策范围内自付", default=0)
    aid = models.BigIntegerField("医疗救助", default=0)
    second_aid = models.BigIntegerField("倾斜救助", default=0)
    reason = models.TextField("计算和理由", blank=True)
    state = models.TextField("状态", choices=State, default=State.SETTLED)
    reversed_on = models.DateField("冲正日期", null=True, blank=True)
    reversal_reason = models.TextField("冲正原因", blank=True)
    case_number = models.TextField("审批件号", blank=True)

    class Meta:
        verbose_name = "医疗救助结算"
        indexes = [
            area_index("settlement_area"),
            models.Index(fields=["id_index", "year", "id"], name="settlement_person_year"),
            models.Index(fields=["settled_on", "id"], name="settlement_day"),
            models.Index(fields=["hospital", "settled_on"], name="settlement_hospital"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_in_scope__lte=F("cost_total")), name="settlement_scope_within_total",
                violation_error_message="政策范围内费用不能大于医疗总费用。",
            ),
            models.CheckConstraint(
                condition=Q(aid__gte=0, second_aid__gte=0, own__gte=F("aid") + F("second_aid")),
                name="settlement_aid_within_own", violation_error_message="救助金额不能大于个人自付。",
            ),
            models.CheckConstraint(
                condition=(Q(state="reversed") & Q(reversed_on__gte=F("settled_on")))
                | (~Q(state="reversed") & Q(reversed_on__isnull=True)),
                name="settlement_reversed_on_a_day", violation_error_message="冲正须写明日期，且不早于结算日期。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}（{self.name}）"

    @property
    def identity(self) -> str:
        """The identity number as pages show it."""
        return shown_identity(self.id_number)

    @property
    def brought(self) -> list[str]:
        """What the settlement came to, for the system that sent it."""
        return self.reason.splitlines()

    def says(self, name: str, value: object) -> bool | None:
        """Whether the row says this of what it keeps sealed; None for everything else."""
        if name == "identity":
            return not value or seal_identity(str(value), on=today())[1] == self.id_index
        return self.reversed_on == value if name == "reversed_on" and isinstance(value, date) else None


class YearTotal(models.Model):
    """What a person's settlements come to in a year; a trigger keeps it, and it can never exceed the cap it bears."""

    id_index = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField("年度")
    own = models.BigIntegerField("政策范围内自付", default=0)
    aid = models.BigIntegerField("医疗救助", default=0)
    second_aid = models.BigIntegerField("倾斜救助", default=0)
    cap = models.BigIntegerField("年度限额", default=0)
    second_cap = models.BigIntegerField("倾斜救助年度限额", default=0)

    class Meta:
        verbose_name = "医疗救助年度累计"
        constraints = [
            models.UniqueConstraint(fields=["id_index", "year"], name="yeartotal_once"),
            models.CheckConstraint(condition=Q(aid__gte=0, aid__lte=F("cap")), name="yeartotal_within_cap"),
            models.CheckConstraint(
                condition=Q(second_aid__gte=0, second_aid__lte=F("second_cap")), name="yeartotal_within_second_cap"
            ),
            models.CheckConstraint(condition=Q(own__gte=F("aid") + F("second_aid")), name="yeartotal_within_own"),
        ]

    def __str__(self) -> str:
        return f"{self.year}：{self.aid}"


class Enrolment(models.Model):
    """资助参保: what is borne of a person's premium for a year (fen), as drawn up for the insurer."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("所在地", max_length=12)
    year = models.PositiveSmallIntegerField("参保年度")
    klass = models.TextField("对象类别", choices=list(CLASSES.items()))
    amount = models.BigIntegerField("资助金额")
    drawn_on = models.DateField("名单日期")

    class Meta:
        verbose_name = "资助参保"
        indexes = [
            area_index("enrolment_area"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="enrolment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="enrolment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.person_id}"
