"""The townships' reserves, balanced by the database itself, and every help given: once for a cause in a year."""

from django.db import models
from django.db.models import F, Q

from anmin.kernel.places.declare import area_index
from anmin.services.emergency_aid.facts import CAUSES, KINDS


class Reserve(models.Model):
    """备用金 of a township. `balance` is kept by a trigger from the entries and lies between nothing and the cap."""

    area = models.CharField("乡镇（街道）", max_length=12, unique=True)
    cap = models.BigIntegerField("上限")
    refill_at = models.BigIntegerField("补充线", default=0)
    balance = models.BigIntegerField("余额", default=0)
    keeper = models.TextField("保管人")
    reckoned = models.TextField("上限的依据", blank=True)

    class Meta:
        verbose_name = "乡镇备用金"
        constraints = [
            models.CheckConstraint(
                condition=Q(balance__gte=0, balance__lte=F("cap")), name="reserve_within_cap",
                violation_error_message="备用金余额不能小于零，也不能超过上限。",
            ),
            models.CheckConstraint(
                condition=Q(refill_at__gte=0, refill_at__lte=F("cap")), name="reserve_refill_within_cap",
                violation_error_message="补充线应在零与上限之间。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"备用金 {self.area}"

    @property
    def low(self) -> str:
        """Whether it must be filled up."""
        return "yes" if self.balance < self.refill_at else "no"


class ReserveEntry(models.Model):
    """One line of the reserve: granted to it, paid out of it with two signatures, or settled back. Never changed."""

    class Kind(models.TextChoices):
        IN = "in", "拨入"
        OUT = "out", "支出"
        REFUND = "refund", "支出退回"
        BACK = "back", "缴回县级"
        SETTLED = "settled", "核销后补足"

    reserve = models.ForeignKey(Reserve, models.PROTECT, related_name="entries", verbose_name="备用金")
    area = models.CharField("乡镇（街道）", max_length=12)
    kind = models.TextField("种类", choices=Kind)
    amount = models.BigIntegerField("金额")
    on = models.DateField("日期")
    case_number = models.TextField("案号", blank=True)
    receiver = models.TextField("领取人", blank=True)
    paid_by = models.TextField("经手人")
    seen_by = models.TextField("复核人")
    note = models.TextField("说明", blank=True)
    balance_after = models.BigIntegerField("余额", default=0)

    class Meta:
        verbose_name = "备用金流水"
        indexes = [area_index("reserve_entry_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="reserve_entry_amount", violation_error_message="金额须大于零。"
            ),
            models.CheckConstraint(
                condition=~Q(paid_by=F("seen_by")), name="reserve_entry_two_signatures",
                violation_error_message="经手人和复核人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="out") | (~Q(case_number="") & ~Q(receiver="")), name="reserve_entry_out_names_case",
                violation_error_message="支出须写明案号和领取人。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {self.amount}"


class Aid(models.Model):
    """One help decided. For one cause in one calendar year a household has as many as the area allows, by number."""

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    case = models.OneToOneField("flow.Case", models.PROTECT, related_name="+", verbose_name="案件")
    area = models.CharField("居住地", max_length=12)
    head = models.TextField("申请人")
    kind = models.TextField("类型", choices=list(KINDS.items()))
    cause = models.TextField("原因", choices=list(CAUSES.items()))
    year = models.PositiveSmallIntegerField("年度")
    place = models.PositiveSmallIntegerField("本年同因第几次", default=1)
    by_meeting = models.BooleanField("一事一议", default=False)
    helped_first = models.BooleanField("先行救助", default=False)
    first_on = models.DateField("先行救助日期", null=True, blank=True)
    papers_on = models.DateField("补齐手续日期", null=True, blank=True)
    papers_late = models.BooleanField("补办逾期", default=False)
    persons = models.PositiveSmallIntegerField("受助人数", default=1)
    resident = models.BooleanField("本地户籍", default=True)
    amount = models.BigIntegerField("金额")
    decided_by = models.TextField("审批", choices=[("township", "乡镇"), ("county", "县级")])
    decided_on = models.DateField("审批日期")

    class Meta:
        verbose_name = "临时救助台账"
        indexes = [
            area_index("aid_area"),
            models.Index(fields=["decided_on"], name="aid_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["household", "cause", "year", "place"], name="aid_once_for_a_cause_a_year"),
            models.CheckConstraint(condition=Q(amount__gt=0, place__gte=1), name="aid_pays_something"),
        ]

    def __str__(self) -> str:
        return f"{self.head} {self.year} {self.get_cause_display()}"
