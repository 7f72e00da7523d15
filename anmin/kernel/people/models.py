"""Private to this room: persons, households, and what is known of them on which day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Collate

from anmin.kernel.people.import_models import ImportFile, ImportRun  # noqa: F401  tables of this room
from anmin.kernel.places.api import DateRangeOf
from anmin.kernel.places.declare import area_index


class Person(models.Model):
    """A natural person. `id_number` and `phone` are sealed.

    `id_index` finds the whole identity number, `id_tail` its last four; `sealed_index` tells whether what is sealed
    besides has changed.
    """

    class Sex(models.IntegerChoices):
        UNKNOWN = 0, "未知"
        MALE = 1, "男"
        FEMALE = 2, "女"

    name = models.TextField("姓名")
    pinyin = models.TextField("拼音")
    initials = models.TextField("拼音首字母")
    id_number = models.BinaryField("身份证号(密)")
    id_index = models.CharField(max_length=64, unique=True)
    id_tail = models.CharField(max_length=32)
    sex = models.SmallIntegerField("性别", choices=Sex, default=0)
    born_on = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=2, default="01")
    area = models.CharField("居住地", max_length=12)
    registered_area = models.CharField("户籍地", max_length=12)
    phone = models.BinaryField("电话(密)", default=bytes)
    sealed_index = models.CharField(max_length=64, blank=True)
    died_on = models.DateField("死亡日期", null=True)

    class Meta:
        verbose_name = "人员"
        indexes = [
            models.Index(fields=["id_tail"]),
            models.Index(fields=["name", "id"], opclasses=["text_pattern_ops", "int8_ops"], name="person_name"),
            models.Index(fields=["pinyin"], opclasses=["text_pattern_ops"], name="person_pinyin"),
            models.Index(Collate("pinyin", "C"), "id", name="person_by_sound"),
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="person_initials"),
            area_index("person_area"),
        ]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """People who live together as one household. The bank account, to which its benefits go, is sealed."""

    number = models.CharField("家庭编号", max_length=20, unique=True)
    head = models.ForeignKey(Person, models.PROTECT, related_name="heads", verbose_name="户主")
    area = models.CharField("居住地", max_length=12)
    urban_rural = models.TextField("城乡", choices=[("urban", "城镇"), ("rural", "农村")])
    address = models.BinaryField("住址(密)", default=bytes)
    bank_name = models.TextField("开户行", blank=True)
    bank_account = models.BinaryField("银行账号(密)", default=bytes)
    bank_index = models.CharField(max_length=64, blank=True)
    bank_tail = models.CharField("账号尾号", max_length=4, blank=True)
    payee_name = models.TextField("开户名", blank=True)
    sealed_index = models.CharField(max_length=64, blank=True)
    since = models.DateField("建户日期")
    until = models.DateField("销户日期", null=True)

    class Meta:
        verbose_name = "家庭"
        indexes = [
            area_index("household_area"),
            models.Index(fields=["bank_index"], condition=~models.Q(bank_index=""), name="household_bank"),
        ]


class Membership(models.Model):
    """A person belongs to a household during a span of time, never to two at once."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField("与户主关系", max_length=2, help_text="GB/T 4761")
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "家庭成员"
        constraints = [
            ExclusionConstraint(
                name="member_of_one_household",
                expressions=[("person", RangeOperators.EQUAL), (DateRangeOf(), RangeOperators.OVERLAPS)],
            )
        ]


class Status(models.Model):
    """Something that holds of a person for a time: a disability with its grade, an illness, schooling."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="statuses")
    kind = models.TextField("类别", choices=[("disability", "残疾"), ("illness", "重病"), ("student", "在校")])
    category = models.TextField("种类", blank=True)
    grade = models.SmallIntegerField("等级", null=True)
    detail = models.BinaryField("说明(密)", default=bytes)
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "人员状况"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "category"], condition=models.Q(until__isnull=True), name="status_once_open"
            )
        ]


class Declaration(models.Model):
    """What a household declared of its income and property, from one day until the next declaration.

    `household_facts` and `person_facts` (by person id) hold the facts by the names that the services ask for:
    money in fen, shares in basis points.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="declarations")
    household_facts = models.JSONField(default=dict)
    person_facts = models.JSONField(default=dict)
    source = models.TextField("来源")
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "家庭申报"
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(until__isnull=True), name="declaration_one_current"
            )
        ]


class Consent(models.Model):
    """A person's signed authorisation; no check is asked for without one."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.TextField("事项", default="means_check")
    signed_on = models.DateField("签字日期")
    signer = models.TextField("签字人", blank=True, help_text="监护人代签时填写")
    until = models.DateField("有效期至", null=True)

    class Meta:
        verbose_name = "授权"


class Kin(models.Model):
    """A near relative of someone who handles or decides cases (近亲属, 民发〔2012〕220号第十四条)."""

    account = models.ForeignKey("access.Account", models.PROTECT, related_name="kin")
    person = models.ForeignKey(Person, models.PROTECT, related_name="kin")
    relation = models.TextField(
        "关系", choices=[(w, w) for w in ("配偶", "父母", "子女", "兄弟姐妹", "祖父母", "孙子女")]
    )
    declared_on = models.DateField("申报日期")

    class Meta:
        verbose_name = "近亲属备案"
        constraints = [models.UniqueConstraint(fields=["account", "person"], name="kin_once")]


class LifeEvent(models.Model):
    """Something that happened to a person, and what it brought about."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="events")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="events")
    kind = models.TextField("事项")
    on = models.DateField("发生日期")
    answers = models.JSONField("登记内容", default=dict)
    outcome = models.JSONField("产生的变化", default=list)
    source = models.TextField("来源", blank=True)
    told_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "家庭变化"
        constraints = [models.UniqueConstraint(fields=["person", "kind", "on"], name="event_told_once")]
        indexes = [models.Index(fields=["kind", "on"], name="event_by_kind")]
