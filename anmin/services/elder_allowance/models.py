"""Who reaches the age of a band soon, so that nobody is forgotten and no band is missed."""

from django.db import models

from anmin.kernel.places.declare import area_index


class Turning(models.Model):
    """One person reaches one band on a day. Whoever receives already is looked at again before the month in which it counts."""

    class State(models.TextChoices):
        OPEN = "open", "待通知"
        TOLD = "told", "已通知"
        REVIEW = "review", "已列入复核"
        PAID = "paid", "已享受"
        CLOSED = "closed", "不符合或不申请"

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="老人")
    household = models.ForeignKey("people.Household", models.PROTECT, null=True, related_name="+", verbose_name="家庭")
    area = models.CharField("户籍地", max_length=12)
    years = models.PositiveSmallIntegerField("将满周岁")
    turns_on = models.DateField("满龄日")
    receiving = models.BooleanField("已在领取", default=False)
    state = models.TextField("办理", choices=State, default=State.OPEN)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "即将满龄老人"
        indexes = [
            area_index("turning_area"),
            models.Index(fields=["turns_on", "id"]),
            models.Index(fields=["state", "id"]),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "years"], name="turning_once")]

    def __str__(self) -> str:
        return f"{self.person} 满{self.years}周岁"
