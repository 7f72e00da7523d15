"""Private to this room: what is owed, what was put on a roll, what went to the bank."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from anmin.kernel.places.api import DateRangeOf


class Entitlement(models.Model):
    """A household is due `amount_month` (fen) of a programme from `since` up to, not including, `until`."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="entitlements", verbose_name="家庭")
    payee = models.ForeignKey("people.Person", models.PROTECT, related_name="entitlements", verbose_name="领款人")
    programme = models.TextField("项目")
    amount_month = models.BigIntegerField("月金额(分)")
    persons = models.PositiveSmallIntegerField("保障人数", default=1)
    area = models.CharField("区划", max_length=12)
    urban_rural = models.TextField("城乡")
    case = models.ForeignKey("flow.Case", models.PROTECT, null=True, related_name="entitlements", verbose_name="决定")
    source = models.TextField("来源", blank=True)
    since = models.DateField("起发月")
    until = models.DateField("停发月", null=True)
    end_reason = models.TextField("停发原因", blank=True)

    class Meta:
        verbose_name = "待遇"
        indexes = [models.Index(fields=["programme", "area", "id"], name="entitlement_area")]
        constraints = [
            ExclusionConstraint(
                name="entitlement_no_overlap",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (DateRangeOf(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=models.Q(amount_month__gt=0), name="entitlement_pays_something"),
            models.CheckConstraint(
                condition=models.Q(since__day=1) & (models.Q(until__isnull=True) | models.Q(until__day=1)),
                name="entitlement_whole_months",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="entitlement_since_before_until",
            ),
        ]


class Roll(models.Model):
    """The list of one month's payments of one programme in one county."""

    class State(models.TextChoices):
        MADE = "made", "待复核"
        REVIEWED = "reviewed", "待批准"
        APPROVED = "approved", "已批准"
        EXPORTED = "exported", "已送银行"

    programme = models.TextField("项目")
    month = models.DateField("月份", help_text="当月一日")
    area = models.CharField("区划", max_length=12)
    state = models.TextField("状态", choices=State, default=State.MADE)
    made_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("生成时间", auto_now_add=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    households = models.PositiveIntegerField("户数", default=0)
    persons = models.PositiveIntegerField("人数", default=0)
    amount = models.BigIntegerField("金额(分)", default=0)
    digest = models.CharField("控制摘要(SM3)", max_length=64, blank=True)

    class Meta:
        verbose_name = "发放名册"
        constraints = [
            models.UniqueConstraint(fields=["programme", "month", "area"], name="roll_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | (~models.Q(approved_by=models.F("made_by")) & ~models.Q(approved_by=models.F("reviewed_by"))),
                name="roll_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("made_by")),
                name="roll_reviewed_by_another",
            ),
            models.CheckConstraint(condition=models.Q(month__day=1), name="roll_whole_month"),
        ]


class Payment(models.Model):
    """One line of a roll, with what was known when it was made. The database refuses a second one."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "当月"
        ARREARS = "arrears", "补发"

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="payments")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="payments")
    payee = models.ForeignKey("people.Person", models.PROTECT, related_name="payments")
    programme = models.TextField("项目")
    month = models.DateField("月份")
    kind = models.TextField("类别", choices=Kind, default=Kind.REGULAR)
    serial = models.PositiveIntegerField("序号")
    area = models.CharField("区划", max_length=12)
    urban_rural = models.TextField("城乡")
    persons = models.PositiveSmallIntegerField("人数")
    amount = models.BigIntegerField("金额(分)")
    payee_name = models.TextField("领款人")
    bank_name = models.TextField("开户行", blank=True)
    bank_account = models.BinaryField("账号(密)", default=bytes)
    note = models.TextField("变动", blank=True, help_text="与上月相比: 新增、不变、增发、减发")
    digest = models.CharField("摘要(SM3)", max_length=64)

    class Meta:
        verbose_name = "发放明细"
        indexes = [models.Index(fields=["roll", "serial"]), models.Index(fields=["payee", "-month"])]
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "month", "kind"], name="payment_once_per_entitlement"),
            models.UniqueConstraint(fields=["payee", "programme", "month", "kind"], name="payment_once_per_person"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_pays_something"),
        ]
