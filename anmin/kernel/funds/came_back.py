"""What became of a line that the bank returned: whose turn it is, until when, or that it was sent again.

Told by tables that are there, never stored: nothing can say otherwise than the bank's lines and the household's account.
"""

from django.db import models
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    Field,
    Func,
    OuterRef,
    Q,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf


class AfterReturn(models.TextChoices):
    """Of a returned line; a line that was not returned has none ("")."""

    OPEN = "open", "待更正账号"
    READY = "ready", "已更正待重发"
    AGAIN = "again", "已重发"
    DEAD = "dead", "领款人已故"


class Remittances(models.Manager):
    """Bank lines that also know `after_return`, until when the account is to be corrected (`correct_by`)
    and where that is said (`correct_basis`).

    No table is joined for it, and of a line that was not returned nothing is asked: whoever does not read these pays
    nothing for them. Account and name count as corrected where the account or the name differ from what was sent (a number
    that stays the same stays sealed as it is, so that sealed values can be compared); what a payee did not live to receive
    waits for another account, that of the household's new head.
    """

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset()
        return rows.annotate(after_return=_after_return(self.model), correct_by=CORRECT_BY, correct_basis=CORRECT_BASIS)

    def came_back(self, roll: models.Model) -> dict[str, tuple[int, int]]:
        """Of a roll: lines and fen that the bank returned, by what became of them. What came back twice counts twice."""
        back = self.filter(batch__roll=roll, returned_from__gt=0).values_list("after_return")
        return {after: (n, fen) for after, n, fen in back.annotate(n=Count("pk"), fen=Sum("amount")).order_by()}


def _after_return(lines: type[models.Model]) -> Case:
    payments = lines._meta.get_field("payment").related_model._base_manager.filter(pk=OuterRef("payment_id"))
    name = Coalesce(NullIf(F("household__payee_name"), Value("", TextField())), F("payee__name"))
    corrected = payments.exclude(household__bank_account=b"").annotate(_name=name).filter(
        ~Q(household__bank_account=OuterRef("bank_account"))
        | Q(payee__died_on__isnull=True) & ~Q(_name=OuterRef("payee_name"))
    )  # fmt: skip
    nobody = Q(household__head=F("payee")) | Q(household__head__died_on__isnull=False)
    later = lines._base_manager.filter(payment=OuterRef("payment_id"), pk__gt=OuterRef("pk"))
    return Case(
        When(~Q(state="returned"), then=Value("")),
        When(Exists(later), then=Value(AfterReturn.AGAIN)),
        When(Exists(payments.filter(nobody, payee__died_on__isnull=False)), then=Value(AfterReturn.DEAD)),
        When(Exists(corrected), then=Value(AfterReturn.READY)),
        default=Value(AfterReturn.OPEN),
        output_field=TextField(),
    )


def _told(function: str, field: Field) -> Case:
    """What a function of the database says of a returned line, by the county's number on the day of the answer."""
    said = Func(F("payment_id"), F("answered_on"), function=function, output_field=field)
    return Case(When(state="returned", then=said), default=Value(None), output_field=field)


# Benefits are paid by the tenth of each month, or whenever the county says (民发〔2012〕220号第三十一条): what came back is to
# go out with them at the latest. The day is a dated number, `correct_by_day`.
CORRECT_BY = _told("funds_correct_by", DateField())
CORRECT_BASIS = _told("funds_correct_basis", TextField())
