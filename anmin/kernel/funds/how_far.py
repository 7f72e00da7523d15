"""How far a month has come, from its roll, the bank's batches and the lock: told by tables that are there, never stored."""

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, TextField, Value, When


class HowFar(models.TextChoices):
    """Whose turn it is; the first three are the roll's own states."""

    MADE = "made", "待复核"
    REVIEWED = "reviewed", "待批准"
    APPROVED = "approved", "待送银行"
    SENT = "sent", "待回盘"
    ANSWERED = "answered", "待锁定"
    LOCKED = "locked", "已锁定"


class Rolls(models.Manager):
    """Rolls that also know `how_far` their month has come."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().annotate(how_far=_how_far())


def _how_far() -> Case:
    batches, periods = apps.get_model("funds.Batch"), apps.get_model("funds.Period")
    sent = batches._base_manager.filter(roll=OuterRef("pk"), state="sent")
    locked = periods._base_manager.filter(
        area=OuterRef("area"), programme=OuterRef("programme"), month=OuterRef("month"), locked=True
    )
    return Case(
        When(~Q(state="exported"), then=F("state")),
        When(Exists(sent), then=Value(HowFar.SENT)),
        When(Exists(locked), then=Value(HowFar.LOCKED)),
        default=Value(HowFar.ANSWERED),
        output_field=TextField(),
    )
