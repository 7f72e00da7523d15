"""A line that was left off because its payee has died waits until somebody else is named, however many months repeat it.

Told by tables that are there, never stored, as `came_back` does for what the bank returned.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import BooleanField, Case, Exists, OuterRef, Value, When

DIED = "died"


class Omissions(models.Manager):
    """Who is not on a roll, with `payee_wanted`: a living payee is still to be named, and no later roll says so again."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().annotate(payee_wanted=_wanted(self.model))


def _wanted(omissions: type[models.Model]) -> Case:
    due: Any = apps.get_model("funds.Entitlement")._base_manager
    rolls: Any = apps.get_model("funds.Roll")._base_manager
    programme = rolls.filter(pk=OuterRef(OuterRef("roll_id"))).values("programme")
    nobody = due.filter(
        household=OuterRef("household_id"), programme__in=programme, until__isnull=True, payee__died_on__isnull=False,
        household__until__isnull=True,
    )  # fmt: skip
    later = omissions._base_manager.filter(
        kind=DIED, household=OuterRef("household_id"), pk__gt=OuterRef("pk"), roll__programme__in=programme
    )
    return Case(
        When(Exists(nobody) & ~Exists(later), kind=DIED, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
