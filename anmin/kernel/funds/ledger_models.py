"""Private to this room: earmarked funds, budgets, and the double-entry ledger. Balance is enforced by the database."""

from django.db import models
from django.db.models import Q


class Fund(models.Model):
    """Money that may be spent on one programme and one class of households only (专款专用)."""

    class Over(models.TextChoices):
        WARN = "warn", "超预算时提醒"
        REFUSE = "refuse", "超预算时不得批准"

    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    urban_rural = models.TextField("城乡")
    code = models.TextField("支出功能科目", blank=True)
    name = models.TextField("名称")
    over = models.TextField("超预算", choices=Over, default=Over.WARN)

    class Meta:
        verbose_name = "专项资金"
        constraints = [
            models.UniqueConstraint(fields=["area", "programme", "urban_rural"], name="fund_once"),
        ]


class Budget(models.Model):
    """What one level of government gives a fund for a year, by a document."""

    class Level(models.TextChoices):
        CENTRAL = "central", "中央"
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="budgets", verbose_name="资金")
    year = models.PositiveSmallIntegerField("年度")
    level = models.TextField("资金级次", choices=Level)
    doc = models.TextField("文号")
    amount = models.BigIntegerField("金额(分)")
    on = models.DateField("下达日期")

    class Meta:
        verbose_name = "预算"
        constraints = [
            models.UniqueConstraint(fields=["fund", "year", "level", "doc"], name="budget_document_once"),
            models.CheckConstraint(condition=~Q(doc=""), name="budget_has_document"),
        ]


class Account(models.Model):
    """An account of the ledger: a fund, a kind, a level of government ("" where levels do not matter)."""

    class Kind(models.TextChoices):
        GRANT = "grant", "财政拨款"
        CASH = "cash", "资金存款"
        EXPENSE = "expense", "救助支出"
        PAYABLE = "payable", "应付救助款"
        TRANSIT = "transit", "银行在途"
        RECEIVABLE = "receivable", "应收追缴款"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts", verbose_name="资金")
    kind = models.TextField("科目", choices=Kind)
    level = models.TextField("资金级次", choices=Budget.Level, blank=True, default="")

    class Meta:
        verbose_name = "账户"
        constraints = [models.UniqueConstraint(fields=["fund", "kind", "level"], name="account_once")]


class Entry(models.Model):
    """One voucher. `key` names what it books, so that the same thing is never booked twice."""

    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    month = models.DateField("会计月份")
    on = models.DateField("日期")
    key = models.TextField("事项", unique=True)
    memo = models.TextField("摘要")
    roll = models.ForeignKey("funds.Roll", models.PROTECT, null=True, related_name="entries")
    batch = models.ForeignKey("funds.Batch", models.PROTECT, null=True, related_name="entries")

    class Meta:
        verbose_name = "凭证"
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="entry_whole_month")]


class Posting(models.Model):
    """One leg of a voucher: debit positive, credit negative (fen). The legs of a voucher sum to zero at commit."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings", verbose_name="账户")
    amount = models.BigIntegerField("金额(分)", help_text="借正贷负")

    class Meta:
        verbose_name = "分录"
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something")]


class Period(models.Model):
    """A closed month of a programme in a county. While it is locked nothing of it can be booked or changed."""

    area = models.CharField("区划", max_length=12)
    programme = models.TextField("项目")
    month = models.DateField("月份")
    locked = models.BooleanField("已锁定", default=True)
    locked_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    locked_at = models.DateTimeField("锁定时间")
    reopened_by = models.ForeignKey("access.Account", models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField("重开时间", null=True)
    reopen_reason = models.TextField("重开原因", blank=True)

    class Meta:
        verbose_name = "结账月份"
        constraints = [
            models.UniqueConstraint(fields=["area", "programme", "month"], name="period_once"),
            models.CheckConstraint(condition=Q(locked=True) | ~Q(reopen_reason=""), name="period_reopened_for_reason"),
        ]


class Recovery(models.Model):
    """Money paid for a month in which it was not due, to be asked back (追缴).

    What turns out later to be overpaid in the same month is a claim of its own, over and above those made before; what
    turns out to have been due after all is `reduced`.
    """

    class State(models.TextChoices):
        OPEN = "open", "待追缴"
        SETTLED = "settled", "已追回"
        WAIVED = "waived", "已核销"

    household = models.ForeignKey("people.Household", models.PROTECT, related_name="recoveries", verbose_name="家庭")
    programme = models.TextField("项目")
    month = models.DateField("多发月份")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name="资金")
    amount = models.BigIntegerField("多发金额(分)")
    repaid = models.BigIntegerField("已退金额(分)", default=0)
    reduced = models.BigIntegerField("更正减少(分)", default=0)
    reason = models.TextField("原因")
    state = models.TextField("状态", choices=State, default=State.OPEN)
    found_on = models.DateField("发现日期")
    closed_reason = models.TextField("了结说明", blank=True)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="recoveries", verbose_name="入账凭证")

    class Meta:
        verbose_name = "追缴"
        indexes = [models.Index(fields=["household", "programme", "month"], name="recovery_of_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, repaid__gte=0, reduced__gte=0)
                & Q(amount__gte=models.F("repaid") + models.F("reduced")),
                name="recovery_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(amount=models.F("repaid") + models.F("reduced")),
                name="recovery_settled_in_full",
            ),
        ]

    @property
    def outstanding(self) -> int:
        """Fen still asked for, while the claim is open."""
        return self.amount - self.reduced - self.repaid
