"""Private to this room: what is owed, what was put on a roll; the bank's and the ledger's tables are beside it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from anmin.kernel.funds.bank_models import Batch, Remittance
from anmin.kernel.funds.how_far import Rolls
from anmin.kernel.funds.ledger_models import Account, Budget, Entry, Fund, Period, Posting, Recovery
from anmin.kernel.funds.payee_wanted import Omissions
from anmin.kernel.places.api import DateRangeOf

__all__ = [
    "Account",
    "Batch",
    "Budget",
    "Entitlement",
    "Entry",
    "Fund",
    "Hold",
    "Listed",
    "Omission",
    "Payment",
    "Period",
    "Posting",
    "Recovery",
    "Remittance",
    "Roll",
]


class Entitlement(models.Model):
    """A household is due `amount_month` (fen) of a programme from `since` up to, not including, `until`.

    `basis` says what the amount rests on, so that it can be reckoned again and explained: `law_day`, `rules` (hash of
    the rules), `facts` (household and persons as they were known), `results`. An entitlement that never began
    (revoked before its first month) has `until` equal to `since`.
    """

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
    basis = models.JSONField("依据", default=dict)
    touched_at = models.DateTimeField("变更时间", db_default=Now(), editable=False)

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
            models.CheckConstraint(condition=Q(amount_month__gt=0), name="entitlement_pays_something"),
            models.CheckConstraint(
                condition=Q(since__day=1) & (Q(until__isnull=True) | Q(until__day=1)), name="entitlement_whole_months"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="entitlement_since_before_until"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | ~Q(end_reason=""), name="entitlement_end_has_reason"
            ),
        ]


class Hold(models.Model):
    """Payment to a household is kept back from month `since` until it is released. Every re-run respects it.

    Released with `pay_back`, the held months are owed and come as arrears; else they lapse.
    """

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="holds", verbose_name="家庭")
    programme = models.TextField("项目")
    since = models.DateField("缓发起月")
    until = models.DateField("恢复月", null=True)
    reason = models.TextField("缓发原因")
    release_reason = models.TextField("恢复原因", blank=True)
    pay_back = models.BooleanField("补发缓发月份", default=False)
    touched_at = models.DateTimeField("变更时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "缓发"
        constraints = [
            ExclusionConstraint(
                name="hold_no_overlap",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (DateRangeOf(), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | ~Q(release_reason=""), name="hold_release_has_reason"
            ),
        ]


class Listed(models.Model):
    """A county's roster says that a household receives a programme, and how much (fen), before it was reckoned here."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="listings", verbose_name="家庭")
    programme = models.TextField("项目")
    amount_month = models.BigIntegerField("名册金额(分)", null=True)
    source = models.TextField("来源")
    listed_on = models.DateField("导入日期")

    class Meta:
        verbose_name = "在册对象"
        constraints = [models.UniqueConstraint(fields=["household", "programme"], name="listed_once")]


class Roll(models.Model):
    """The list of one month's payments of one programme in one county: the month's own and the arrears of earlier ones.

    `movement` holds opening, entered, left, changed and closing in households, persons and fen.
    """

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
    reviewed_at = models.DateTimeField("复核时间", null=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    households = models.PositiveIntegerField("户数", default=0)
    persons = models.PositiveIntegerField("人数", default=0)
    lines = models.PositiveIntegerField("笔数", default=0)
    amount = models.BigIntegerField("金额(分)", default=0)
    movement = models.JSONField("变动", default=dict)
    digest = models.CharField("控制摘要(SM3)", max_length=64, blank=True)
    seen = models.JSONField("所见", default=list, help_text="生成时看到的历史: 事务下界、本事务、最新记录")

    objects = Rolls()

    class Meta:
        verbose_name = "发放名册"
        constraints = [
            models.UniqueConstraint(fields=["programme", "month", "area"], name="roll_once_a_month"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("reviewed_by"))),
                name="roll_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("made_by")),
                name="roll_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="made", reviewed_by__isnull=True, approved_by__isnull=True)
                | Q(state="reviewed", made_by__isnull=False, reviewed_by__isnull=False, approved_by__isnull=True)
                | Q(
                    state__in=["approved", "exported"],
                    made_by__isnull=False,
                    reviewed_by__isnull=False,
                    approved_by__isnull=False,
                ),
                name="roll_state_has_its_people",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="roll_whole_month"),
        ]


class Payment(models.Model):
    """One line of a roll, with what was known when it was made. The database refuses a second one.

    `month` is the month the money is for: the roll's own, or for arrears an earlier one.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "当月"
        ARREARS = "arrears", "补发"

    # Roll and entitlement are there and stay, household and payee are the entitlement's, the fund is the roll's: one check
    # of the whole statement holds them (migrations 0008 and 0012).
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="payments", db_index=False, db_constraint=False)
    entitlement = models.ForeignKey(
        Entitlement, models.PROTECT, related_name="payments", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(
        "people.Household", models.PROTECT, related_name="payments", db_constraint=False, db_index=False,
        verbose_name="家庭",
    )  # fmt: skip
    payee = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="payments", db_constraint=False, db_index=False
    )
    fund = models.ForeignKey(
        Fund, models.PROTECT, related_name="payments", db_constraint=False, db_index=False, verbose_name="资金"
    )
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
    bank_tail = models.CharField("账号尾号", max_length=4, blank=True)
    note = models.TextField("变动", blank=True, help_text="与上月相比: 新增、不变、增发、减发")
    digest = models.CharField("摘要(SM3)", max_length=64)

    class Meta:
        verbose_name = "发放明细"
        indexes = [
            models.Index(fields=["roll", "serial"]),
            models.Index(
                fields=["programme", "month", "household"], condition=models.Q(kind="arrears"), name="payment_arrears"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "month", "kind"], name="payment_once_per_entitlement"),
            models.UniqueConstraint(  # arrears under their own numbers, so that the same index finds a household's lines
                F("household"),
                F("programme"),
                F("month"),
                Case(When(kind="regular", then=Value(0)), default=F("id"), output_field=models.BigIntegerField()),
                name="payment_once_per_household",
            ),
            models.UniqueConstraint(
                fields=["payee", "programme", "month"], condition=Q(kind="regular"), name="payment_once_per_person"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_pays_something"),
        ]


class Omission(models.Model):
    """A household that is not on the roll though it was last month, or though it is entitled, and why.

    `last_amount` and `last_persons` are last month's, zero where it was not paid then.
    """

    class Kind(models.TextChoices):
        ENDED = "ended", "停发"
        HELD = "held", "缓发"
        DIED = "died", "领款人死亡"
        CLOSED = "closed", "家庭销户"
        DOUBLE = "double", "领款人重复"

    roll = models.ForeignKey(Roll, models.CASCADE, related_name="omissions")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    payee_name = models.TextField("领款人")
    area = models.CharField("区划", max_length=12)
    kind = models.TextField("类别", choices=Kind)
    reason = models.TextField("原因")
    last_persons = models.PositiveSmallIntegerField("上月人数", default=0)
    last_amount = models.BigIntegerField("上月金额(分)", default=0)

    objects = Omissions()

    class Meta:
        verbose_name = "未列入名册"
        indexes = [models.Index(fields=["household"], condition=Q(kind="died"), name="omission_died")]
        constraints = [models.UniqueConstraint(fields=["roll", "household"], name="omission_once")]
