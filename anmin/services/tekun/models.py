"""What is kept of people in support: agreements, visits, self-care assessed anew, hospital claims, funerals, endings."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from anmin.kernel.declare import seal_identity, shown_identity, today
from anmin.kernel.places.declare import area_index
from anmin.services.tekun.facts import CARE_GRADES

GRADES = [(code, label) for code, label in CARE_GRADES.items() if code != "none"]
NOTICE = timedelta(days=7)


class OfPerson(models.Model):
    """An entry about one supported person, recognised by number and name."""

    name = models.TextField("姓名")
    id_number = models.BinaryField("身份证号(密)", default=bytes)
    id_index = models.CharField(max_length=64, db_index=True)
    area = models.CharField("居住地", max_length=12)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="人员")
    household = models.ForeignKey("people.Household", models.PROTECT, related_name="+", verbose_name="家庭")

    class Meta:
        abstract = True

    @property
    def identity(self) -> str:
        """The identity number as pages show it."""
        return shown_identity(self.id_number)

    def says(self, name: str, value: object) -> bool | None:
        """Whether the entry is of that number; of all else its fields tell."""
        return seal_identity(str(value), on=today())[1] == self.id_index if name == "identity" and value else None


class Agreement(OfPerson):
    """入院协议, 委托照料服务协议 or 监护协议: who has taken over what, from when. One of a kind is in force at a time."""

    class Kind(models.TextChoices):
        HOME = "home", "委托照料服务协议（分散供养）"
        CENTRE = "centre", "入院协议（集中供养）"
        GUARDIAN = "guardian", "监护协议（责任书）"

    kind = models.TextField("协议", choices=Kind)
    carer = models.TextField("照料人、监护人或供养机构")
    relation = models.TextField("与本人关系", blank=True)
    disabled = models.BooleanField("本人是残疾人", default=False)
    care_grade = models.TextField("自理能力", choices=GRADES)
    duties = models.TextField("照料内容", blank=True)
    fee_month = models.PositiveIntegerField("照料费（月）", default=0)
    signed_on = models.DateField("签订日期")
    until = models.DateField("终止日期", null=True, blank=True)
    end_reason = models.TextField("终止原因", blank=True)

    class Meta:
        verbose_name = "供养协议"
        indexes = [area_index("agreement_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True, kind__in=("home", "centre")), name="one_form_of_support",
                violation_error_message="此人已有生效的照料或入院协议，请先终止旧协议。",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True, kind="guardian"), name="one_guardian_agreement",
                violation_error_message="此人已有生效的监护协议，请先终止旧协议。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("signed_on")), name="agreement_in_order",
                violation_error_message="终止日期不能早于签订日期。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | ~Q(end_reason=""), name="agreement_end_has_reason",
                violation_error_message="终止协议须写明原因。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.get_kind_display()}）"


class Visit(OfPerson):
    """A monthly check of care at home, or a quarterly visit."""

    kind = models.TextField("走访", choices=[("care", "照料服务检查（每月）"), ("quarter", "季度走访")])
    visited_on = models.DateField("走访日期")
    visitor = models.TextField("走访人")
    well = models.TextField(
        "情况", choices=[("good", "正常"), ("care", "照料不到位"), ("change", "情况有变化"), ("absent", "未见到本人")]
    )
    found = models.TextField("走访情况", blank=True)
    place = models.TextField("照片和定位编号", blank=True)

    class Meta:
        verbose_name = "走访记录"
        indexes = [area_index("tekun_visit_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "visited_on"], name="tekun_visit_once", violation_error_message="同一天的走访已经登记过。"
            ),
            models.CheckConstraint(
                condition=Q(well="good") | ~Q(found=""), name="tekun_visit_says_what",
                violation_error_message="情况不正常的，请写明走访情况。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.visited_on}"


class Assessment(OfPerson):
    """Self-care assessed anew after a change was reported: within ten working days (民发〔2021〕43号 第二十三条)."""

    reported_on = models.DateField("报告变化日期")
    due_on = models.DateField("评估期限")
    assessed_on = models.DateField("评估日期", null=True, blank=True)
    can_eat = models.BooleanField("能自主吃饭", default=True)
    can_dress = models.BooleanField("能自主穿衣", default=True)
    can_get_up = models.BooleanField("能自主上下床", default=True)
    can_toilet = models.BooleanField("能自主如厕", default=True)
    can_walk = models.BooleanField("能自主室内行走", default=True)
    can_bathe = models.BooleanField("能自主洗澡", default=True)
    failed = models.PositiveSmallIntegerField("不能自主项数", default=0)
    grade = models.TextField("评估结论", choices=GRADES, blank=True)
    assessor = models.TextField("评估人", blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "自理能力复评"
        indexes = [area_index("assessment_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(assessed_on__isnull=True), name="one_open_assessment",
                violation_error_message="此人已有一件在办的复评。",
            ),
            models.CheckConstraint(
                condition=Q(assessed_on__isnull=True, grade="") | (Q(assessed_on__gte=F("reported_on")) & ~Q(grade="")),
                name="assessment_has_grade", violation_error_message="评估日期不能早于报告日期，评估后须有结论。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.reported_on}"


class HospitalClaim(OfPerson):
    """Care in hospital: who was paid to care, what the insurance was asked for, what it paid."""

    class State(models.TextChoices):
        REPORTED = "reported", "已报案"
        FILED = "filed", "已申请理赔"
        PAID = "paid", "已理赔"
        REFUSED = "refused", "拒赔"

    policy = models.TextField("保单号", blank=True)
    hospital = models.TextField("医院")
    admitted_on = models.DateField("入院日期")
    discharged_on = models.DateField("出院日期", null=True, blank=True)
    carer = models.TextField("护理人员", blank=True)
    days = models.PositiveSmallIntegerField("护理天数", default=0)
    asked = models.PositiveIntegerField("申请金额", default=0)
    paid = models.PositiveIntegerField("理赔金额", default=0)
    paid_on = models.DateField("到账日期", null=True, blank=True)
    state = models.TextField("进展", choices=State, default=State.REPORTED)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "住院护理理赔"
        indexes = [area_index("claim_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "admitted_on"], name="one_claim_a_stay", violation_error_message="这次住院已经登记过理赔。"
            ),
            models.CheckConstraint(
                condition=Q(discharged_on__isnull=True) | Q(discharged_on__gte=F("admitted_on")), name="stay_in_order",
                violation_error_message="出院日期不能早于入院日期。",
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("asked")), name="not_paid_more_than_asked",
                violation_error_message="理赔金额不能超过申请金额。",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(paid__gt=0) & Q(paid_on__isnull=False)), name="claim_paid_has_day",
                violation_error_message="已理赔的，须填理赔金额和到账日期。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.hospital} {self.admitted_on}"


class Funeral(OfPerson):
    """The burial costs of who died in support: so many months of the base standard, once."""

    died_on = models.DateField("死亡日期")
    support_form = models.TextField("供养形式", choices=[("centre", "集中供养"), ("home", "分散供养")])
    months = models.PositiveSmallIntegerField("月数")
    amount = models.PositiveIntegerField("丧葬费")
    reckoned = models.TextField("计算说明", blank=True)
    payee = models.TextField("领取人（供养机构或经办人）")
    paid_on = models.DateField("发放日期", null=True, blank=True)

    class Meta:
        verbose_name = "丧葬费"
        indexes = [area_index("tekun_funeral_area")]
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_funeral", violation_error_message="此人的丧葬费已经登记过。"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("died_on")), name="funeral_paid_after_death",
                violation_error_message="发放日期不能早于死亡日期。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.died_on}"


class Termination(OfPerson):
    """How support ends: a ground, seven days of public notice, a written decision, from the month after it."""

    class Ground(models.TextChoices):
        DIED = "died", "死亡、被宣告失踪或宣告死亡"
        ABLE = "able", "恢复劳动能力"
        PRISON = "prison", "依法被判处刑罚且在监狱服刑"
        MEANS = "means", "收入和财产不再符合规定"
        OBLIGOR = "obligor", "义务人有了履行能力或新增有能力的义务人"
        OWN_WISH = "own_wish", "自愿申请退出"

    class State(models.TextChoices):
        NOTICED = "noticed", "公示中"
        DISPUTED = "disputed", "有异议，重新调查"
        DECIDED = "decided", "已决定终止"
        DROPPED = "dropped", "经查继续供养"

    ground = models.TextField("终止情形", choices=Ground)
    facts = models.TextField("查明的情况")
    noticed_on = models.DateField("公示日期", null=True, blank=True)
    notice_until = models.DateField("公示期满", null=True, blank=True)
    disputed_on = models.DateField("异议日期", null=True, blank=True)
    dispute_due_on = models.DateField("重新调查期限", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    stops_from = models.DateField("停发月", null=True, blank=True)
    told_on = models.DateField("书面告知日期", null=True, blank=True)
    paper = models.TextField("终止决定书", blank=True)
    screened = models.TextField(
        "转入其他救助", blank=True,
        choices=[("dibao", "转办最低生活保障"), ("emergency_aid", "转办临时救助"), ("none", "经查不需要或不符合")],
    )  # fmt: skip
    state = models.TextField("进展", choices=State, default=State.NOTICED)

    class Meta:
        verbose_name = "终止供养"
        indexes = [area_index("termination_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=("noticed", "disputed")), name="one_open_termination",
                violation_error_message="此人已有一件在办的终止供养。",
            ),
            models.CheckConstraint(
                condition=Q(notice_until__isnull=True) | Q(notice_until__gte=F("noticed_on") + NOTICE),
                name="termination_notice_seven_days", violation_error_message="终止供养须公示7日（民发〔2021〕43号第二十五条）。",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(ground="died") | Q(decided_on__gt=F("notice_until")),
                name="termination_after_notice", violation_error_message="公示期满后才能作出终止决定。",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(stops_from__gt=F("decided_on")) & ~Q(screened="")),
                name="termination_from_next_month",
                violation_error_message="终止自决定的次月起停发，并须查明是否转入低保或临时救助（民发〔2021〕43号第二十七条）。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.get_ground_display()}"
