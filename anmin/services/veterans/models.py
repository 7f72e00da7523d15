"""Who is paid under 优抚, person by person: the entitlement is the household's, the category a person's own."""

from django.db import models

from anmin.kernel.places.declare import area_index


class Recipient(models.Model):
    """One person paid in the month: category, grade, what it comes to a month by the standard of the category."""

    month = models.DateField("月份")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")
    area = models.CharField("所在地", max_length=12)
    kind = models.TextField("优抚类别")
    grade = models.PositiveSmallIntegerField("伤残等级", default=0)
    standard_year = models.BigIntegerField("年标准")
    amount = models.BigIntegerField("月金额")

    class Meta:
        verbose_name = "优抚对象"
        constraints = [models.UniqueConstraint(fields=["month", "person"], name="veteran_of_month_once")]
        indexes = [
            area_index("veteran_area"),
            models.Index(fields=["month", "kind", "id"], name="veteran_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.month:%Y-%m}"
