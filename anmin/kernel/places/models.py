"""Private to this room: divisions as they change through time, offices, sites."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models


class DateRangeOf(models.Func):
    """`daterange(since, until)`, with the end open: the day in `until` is no longer inside."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, since: str = "since", until: str = "until") -> None:
        super().__init__(since, until, RangeBoundary())


class Division(models.Model):
    """A province, city, county, township or village during one span of time, under its 12-digit code."""

    class UrbanRural(models.TextChoices):
        URBAN = "urban", "城镇"
        RURAL = "rural", "农村"

    code = models.CharField("区划代码", max_length=12)
    name = models.TextField("名称")
    full_name = models.TextField("全称")
    level = models.SmallIntegerField("层级", help_text="1 省 2 市 3 县 4 乡 5 村")
    urban_rural = models.TextField("城乡", choices=UrbanRural, blank=True)
    pinyin = models.TextField("拼音", blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    predecessors = models.ManyToManyField("self", symmetrical=False, related_name="successors")

    class Meta:
        verbose_name = "行政区划"
        indexes = [models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="division_code_prefix")]
        constraints = [
            ExclusionConstraint(
                name="division_one_at_a_time",
                expressions=[("code", RangeOperators.EQUAL), (DateRangeOf(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="division_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A public office that acts: a county bureau, a township's civil-affairs office, a check centre."""

    name = models.TextField("名称")
    area = models.CharField("区划", max_length=12)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    document_prefix = models.TextField("发文代字", blank=True, help_text="例: 安民")
    phone = models.TextField("电话", blank=True)
    address = models.TextField("地址", blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "机构"

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place that is looked after: a care home, a service centre, a store, a cemetery."""

    class Kind(models.TextChoices):
        CARE_HOME = "care_home", "养老机构"
        DAY_CENTRE = "day_centre", "日间照料中心"
        COMMUNITY_ROOM = "community_room", "社区用房"
        RELIEF_STORE = "relief_store", "救灾物资库"
        CEMETERY = "cemetery", "公墓"
        SHELTER = "shelter", "救助站"
        OTHER = "other", "其他"

    name = models.TextField("名称")
    pinyin = models.TextField("拼音", blank=True)
    kind = models.TextField("类别", choices=Kind)
    area = models.CharField("区划", max_length=12, db_index=True)
    address = models.TextField("地址", blank=True)
    operator = models.TextField("运营单位", blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    phone = models.TextField("电话", blank=True)
    floor_area_sqm = models.PositiveIntegerField("面积(平方米)", null=True)
    beds = models.PositiveIntegerField("床位", null=True)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True)

    class Meta:
        verbose_name = "站点设施"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "name"], condition=models.Q(until__isnull=True), name="site_named_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
