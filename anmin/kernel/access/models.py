"""Private to this room: who may sign in, and in which post they act."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models

from anmin.kernel.places.api import DateRangeOf


class Role(models.TextChoices):
    """The ten roles in which people act (domain conventions 0.5)."""

    APPLICANT = "R1", "申请人"
    VILLAGE = "R2", "村级协理员"
    COUNTER = "R3", "乡镇受理"
    TOWN_OFFICER = "R4", "乡镇经办"
    TOWN_LEADER = "R5", "乡镇分管领导"
    COUNTY_OFFICER = "R6", "县局经办"
    COUNTY_LEADER = "R7", "县局分管领导"
    CHECK_CENTRE = "R8", "核对中心"
    FINANCE = "R9", "资金发放"
    OVERSIGHT = "R10", "监督"


class Accounts(BaseUserManager):
    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A person who signs in, under their real name."""

    username = models.TextField("登录名", unique=True)
    name = models.TextField("姓名")
    phone = models.TextField("电话", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_keeper = models.BooleanField("系统管理", default=False, help_text="只管账号和参数，不办业务")
    area = models.CharField(
        "所属区划", max_length=12, blank=True, default="", help_text="系统管理员只管这里的账号；空白是整个系统"
    )
    password_changed_on = models.DateField("改密日期", null=True)
    must_change = models.BooleanField("登录后须改密码", default=False)
    left_on = models.DateField("离任日期", null=True)

    held: "tuple[Post, ...] | None" = None  # the posts of today, where they were read together with the account

    USERNAME_FIELD = "username"
    objects = Accounts()

    class Meta:
        verbose_name = "账号"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """An account acts in a role over an area during a span of time."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    role = models.TextField("角色", choices=Role)
    area = models.CharField("区划", max_length=12)
    office = models.ForeignKey("places.Office", models.PROTECT, null=True, related_name="+")
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "岗位"
        constraints = [
            ExclusionConstraint(
                name="post_held_once",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (DateRangeOf(), RangeOperators.OVERLAPS),
                ],
            )
        ]


class Token(models.Model):
    """A key with which a program acts as an account, limited to some permissions. Only its digest is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens", verbose_name="账号")
    name = models.TextField("用途")
    digest = models.CharField("SM3", max_length=64, unique=True)
    scopes = models.JSONField("权限", help_text="权限名; 只能少于账号本身的权限")
    until = models.DateField("有效期至(含)")
    revoked_on = models.DateField("作废日期", null=True)

    class Meta:
        verbose_name = "接口令牌"


class SecondFactor(models.Model):
    """A device that tells a second, changing code at sign-in. The secret is sealed by whoever asks; codes to recover by
    are kept as digests. Not yet in use while `since` is empty."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="second", verbose_name="账号")
    secret = models.BinaryField("密钥(密)")
    since = models.DateField("启用日期", null=True)
    last_step = models.BigIntegerField("最近用过的时段", default=0)
    recovery = ArrayField(models.CharField(max_length=64), verbose_name="恢复码(摘要)", default=list)

    class Meta:
        verbose_name = "两步验证"


class SecondRequired(models.Model):
    """From a day on, whoever holds this role (or keeps accounts) inside this area signs in with a second factor."""

    role = models.CharField("岗位", max_length=6)
    area = models.CharField("区划", max_length=12)
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        verbose_name = "两步验证要求"
