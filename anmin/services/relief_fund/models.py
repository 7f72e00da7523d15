"""The fund's own money: what was given, by whom and for what; and what the database never lets be promised twice."""

from django.db import models
from django.db.models import Q


class Gift(models.Model):
    """A donation with its receipt. A purpose narrows what it may be used for; a donor may stay unnamed in public."""

    class Purpose(models.TextChoices):
        ANY = "any", "不限定"
        ILLNESS = "illness", "大病救助"
        SUDDEN = "sudden", "突发事件救助"

    receipt = models.TextField("捐赠票据号", unique=True)
    donor = models.TextField("捐赠人")
    public_name = models.BooleanField("同意公开姓名", default=True)
    area = models.CharField("基金所在县", max_length=12)
    amount = models.BigIntegerField("金额")
    purpose = models.TextField("捐赠人意愿", choices=Purpose, default=Purpose.ANY)
    received_on = models.DateField("到账日期")
    note = models.TextField("备注", blank=True)

    class Meta:
        verbose_name = "捐赠"
        indexes = [models.Index(fields=["received_on", "id"], name="gift_day")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="gift_positive")]

    def __str__(self) -> str:
        return f"{self.receipt}（{self.shown_donor}）"

    @property
    def shown_donor(self) -> str:
        return self.donor if self.public_name else "爱心人士"


class Help(models.Model):
    """Money of the fund promised to a household by a decision. Public, but without names."""

    case_number = models.TextField("件号", unique=True)
    area = models.CharField("所在地", max_length=12)
    cause = models.TextField("事由", choices=[("illness", "大病自负数额较大"), ("sudden", "突发事件造成生活困难")])
    amount = models.BigIntegerField("救助金额")
    from_purpose = models.BigIntegerField("用限定捐赠", default=0)
    from_any = models.BigIntegerField("用不限定捐赠", default=0)
    decided_on = models.DateField("决定日期")

    class Meta:
        verbose_name = "基金救助"
        indexes = [models.Index(fields=["decided_on", "id"], name="help_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, from_purpose__gte=0, from_any__gte=0)
                & Q(amount=models.F("from_purpose") + models.F("from_any")),
                name="help_covered",
            )
        ]

    def __str__(self) -> str:
        return self.case_number


class Balance(models.Model):
    """What the fund of a county holds for one purpose; triggers keep it, and it never falls below nothing."""

    county = models.CharField("县", max_length=12)
    purpose = models.TextField("用途", choices=Gift.Purpose)
    given = models.BigIntegerField("收到捐赠", default=0)
    used = models.BigIntegerField("已用于救助", default=0)

    class Meta:
        verbose_name = "基金余额"
        constraints = [
            models.UniqueConstraint(fields=["county", "purpose"], name="balance_once"),
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=models.F("given")), name="balance_not_below_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.purpose}：{self.left}"

    @property
    def left(self) -> int:
        return self.given - self.used
