"""Private to this room: what-ifs that were kept."""

from django.db import models


class Study(models.Model):
    """A what-if as it was run: the scenario and everything it found. It is never changed; a new run is a new study."""

    area = models.CharField("区划", max_length=12)
    title = models.TextField("名称")
    note = models.TextField("说明", blank=True)
    scenario = models.JSONField("方案")
    result = models.JSONField("结果")
    people_on = models.DateField("人口数据日期")
    made_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+", verbose_name="推演人")
    made_at = models.DateTimeField("推演时间", auto_now_add=True)

    class Meta:
        verbose_name = "推演"
        indexes = [models.Index(fields=["area", "-id"], name="study_of_area")]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="study_has_title")]

    def __str__(self) -> str:
        return self.title
