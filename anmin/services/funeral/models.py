"""Cremations, as the crematorium reports them. No kernel room holds them; the person is recognised by the kernel."""

from django.db import models

from anmin.kernel.declare import seal_identity, shown_identity, today
from anmin.kernel.places.declare import area_index
from anmin.services.funeral.free import CHECKS, DOUBT, OPEN


def one_name(text: str) -> str:
    """A name without the spaces by which tables stretch it ("胡　萍"); those between letters stay.

    >>> one_name(" 胡　萍 "), one_name("Ali  Reza")
    ('胡萍', 'Ali Reza')
    """
    parts = text.split()
    return (" " if text.isascii() else "").join(parts)


class Cremation(models.Model):
    """One cremation. `match` says whether the person is known here; `free_amount` what the funeral home says it remitted
    (fen; None: not said), `free_due` what it should have by rule; None where that cannot be said."""

    class Match(models.TextChoices):
        MATCHED = "matched", "已匹配"
        DOUBTFUL = "doubtful", "待核实"
        UNKNOWN = "unknown", "不在库"
        SETTLED = "settled", "已核实"

    certificate = models.TextField("火化证明编号", unique=True)
    name = models.TextField("逝者姓名")
    id_number = models.BinaryField("身份证号(密)", default=bytes)
    id_index = models.CharField(max_length=64, blank=True, db_index=True)
    area = models.CharField("户籍地", max_length=12)
    died_on = models.DateField("死亡日期")
    cremated_on = models.DateField("火化日期")
    facility = models.TextField("殡仪馆")
    handler = models.TextField("经办家属", blank=True)
    class_of_person = models.TextField("惠民对象类别", blank=True)
    free_amount = models.PositiveIntegerField("减免金额", null=True, blank=True)
    eco_burial = models.BooleanField("节地生态安葬", default=False)
    eco_kind = models.TextField("安葬方式", blank=True)
    compensated = models.BooleanField("已领丧葬费", default=False)
    elsewhere = models.BooleanField("异地火化", default=False)
    claimed_on = models.DateField("申领日期", null=True, blank=True)
    transport_fee = models.PositiveIntegerField("接运费", default=0)
    storage_price_day = models.PositiveIntegerField("存放单价", default=0)
    storage_days = models.PositiveSmallIntegerField("存放天数", default=0)
    cremation_fee = models.PositiveIntegerField("火化费", default=0)
    keeping_price_month = models.PositiveIntegerField("寄存单价", default=0)
    keeping_months = models.PositiveSmallIntegerField("寄存月数", default=0)
    farewell_fee = models.PositiveIntegerField("告别厅费", default=0)
    niche_fee = models.PositiveIntegerField("格位安葬费", default=0)
    eco_fee = models.PositiveIntegerField("生态安葬费", default=0)
    urn_fee = models.PositiveIntegerField("骨灰盒费", default=0)
    other_fee = models.PositiveIntegerField("清单外收费", default=0)
    free_due = models.PositiveIntegerField("应免金额", null=True, blank=True)
    free_check = models.TextField("减免核对", choices=CHECKS, default=OPEN)
    free_reason = models.TextField("减免理由", blank=True)
    eco_due = models.PositiveIntegerField("节地奖补", default=0)
    match = models.TextField("身份核对", choices=Match, default=Match.UNKNOWN)
    match_note = models.TextField("核对说明", blank=True)
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name="匹配人员")
    brought = models.JSONField("引起的变化", default=list, blank=True)

    class Meta:
        verbose_name = "火化登记"
        indexes = [
            area_index("cremation_area"),
            models.Index(fields=["cremated_on", "id"]),
            models.Index(fields=["match", "id"]),
            models.Index(fields=["free_check", "id"], name="cremation_free_check"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cremated_on__gte=models.F("died_on")), name="cremated_after_death",
                violation_error_message="火化日期不能早于死亡日期。",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.certificate}）"

    @property
    def identity(self) -> str:
        """The identity number as pages show it."""
        return shown_identity(self.id_number)

    def says(self, name: str, value: object) -> bool | None:
        """Whether the row says this of what it keeps sealed, only asks, or decides itself; None for everything else."""
        if name == "name":
            return one_name(str(value)) == self.name
        if name == "identity":
            return not value or (bool(self.id_index) and seal_identity(str(value), on=today())[1] == self.id_index)
        if name == "class_of_person":
            proven = self.class_of_person in ("dibao", "tekun") and self.free_check != DOUBT
            return not value or value == self.class_of_person or proven
        return not value if name == "settled_as" else None

    @property
    def settled_as(self) -> str:
        """What the clerk decided of a doubtful entry; asked, never prefilled."""
        return ""
