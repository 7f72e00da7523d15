"""Private to this room: what went to the bank, and what came back."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from anmin.kernel.funds.came_back import Remittances


class Batch(models.Model):
    """One bank file. `digest` is SM3 over its lines; file and database must agree on count, sum and digest."""

    class State(models.TextChoices):
        SENT = "sent", "待回盘"
        ANSWERED = "answered", "已回盘"

    roll = models.ForeignKey("funds.Roll", models.PROTECT, related_name="batches", verbose_name="名册")
    number = models.CharField("批次号", max_length=40, unique=True)
    place = models.PositiveSmallIntegerField("第几批")
    lines = models.PositiveIntegerField("笔数")
    amount = models.BigIntegerField("金额(分)")
    digest = models.CharField("控制摘要(SM3)", max_length=64)
    state = models.TextField("状态", choices=State, default=State.SENT)
    made_by = models.ForeignKey("access.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("导出时间", auto_now_add=True)
    answer_digest = models.CharField("回盘文件摘要", max_length=64, blank=True)
    answered_at = models.DateTimeField("回盘时间", null=True)

    class Meta:
        verbose_name = "银行批次"
        constraints = [
            models.UniqueConstraint(fields=["roll", "place"], name="batch_place_once"),
            models.CheckConstraint(condition=Q(lines__gt=0), name="batch_pays_someone"),
            models.CheckConstraint(
                condition=Q(state="sent", answer_digest="") | (Q(state="answered") & ~Q(answer_digest="")),
                name="batch_answer_has_digest",
            ),
        ]


class Remittance(models.Model):
    """One attempt to bring a payment to an account. A payment has at most one that was not returned."""

    class State(models.TextChoices):
        SENT = "sent", "在途"
        PAID = "paid", "到账"
        RETURNED = "returned", "退回"

    # That both are there, and stay, is checked for whole statements (migration 0008).
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="remittances", db_index=False, db_constraint=False)
    payment = models.ForeignKey(
        "funds.Payment", models.PROTECT, related_name="remittances", db_index=False, db_constraint=False
    )
    recipient = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", null=True, db_index=False, db_constraint=False,
        verbose_name="代领人", help_text="领款人已故的，由新户主领取；未代领为空",
    )  # fmt: skip
    serial = models.PositiveIntegerField("序号")
    amount = models.BigIntegerField("金额(分)")
    payee_name = models.TextField("户名")
    bank_name = models.TextField("开户行", blank=True)
    bank_account = models.BinaryField("账号(密)")
    bank_tail = models.CharField("账号尾号", max_length=4)
    state = models.TextField("状态", choices=State, default=State.SENT)
    reason = models.TextField("退回原因", blank=True)
    bank_serial = models.TextField("银行流水号", blank=True)
    answered_on = models.DateField("入账或退回日期", null=True)
    # That a line is paid changes no index: sixty thousand are then written in the room that their pages keep for it.
    returned_from = models.GeneratedField(
        expression=Case(
            When(state="returned", then=F("batch")), default=Value(0), output_field=models.BigIntegerField()
        ),
        output_field=models.BigIntegerField("退自批次", help_text="未退回为 0"),
        db_persist=True,
    )

    objects = Remittances()

    class Meta:
        verbose_name = "银行明细"
        # What waits on somebody's desk is found by it; that a line is paid does not touch it either.
        indexes = [models.Index(fields=["payment"], name="remittance_returned", condition=Q(returned_from__gt=0))]
        constraints = [
            models.UniqueConstraint(fields=["batch", "serial"], name="remittance_serial_once"),
            models.UniqueConstraint(fields=["payment", "returned_from"], name="remittance_one_living_per_payment"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="remittance_return_has_reason"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="remittance_pays_something"),
        ]
