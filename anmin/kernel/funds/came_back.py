"""What became of a line that the bank returned: whose turn it is, until when, or that it was sent again.

Told by tables that are there, never stored: nothing can say otherwise than the bank's lines and the household's account.
"""

from typing import Any

from django.db import models
from django.db.models import Case, Count, DateField, Exists, F, Func, OuterRef, Q, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf


class AfterReturn(models.TextChoices):
    """Of a returned line; a line that was not returned has none ("")."""

    OPEN = "open", "待更正账号"
    READY = "ready", "已更正待重发"
    AGAIN = "again", "已重发"
    DEAD = "dead", "领款人已故"


class Remittances(models.Manager):
    """Bank lines that also know `after_return`, and until when the account is to be corrected (`correct_by`).

    No table is joined for it, and of a line that was not returned nothing is asked: whoever does not read these two pays
    nothing for them. Account and name count as corrected where the last digits or the name differ from what was sent;
    what a payee did not live to receive waits for another account, that of the household's new head.
    """

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().annotate(after_return=_after_return(self.model), correct_by=CORRECT_BY)

    def came_back(self, roll: models.Model) -> dict[str, tuple[int, int]]:
        """Of a roll: lines and fen that the bank returned, by what became of them. What came back twice counts twice."""
        back = self.filter(batch__roll=roll, returned_from__gt=0).values_list("after_return")
        return {after: (n, fen) for after, n, fen in back.annotate(n=Count("pk"), fen=Sum("amount")).order_by()}


def _after_return(lines: type[models.Model]) -> Case:
    payments = lines._meta.get_field("payment").related_model._base_manager.filter(pk=OuterRef("payment_id"))
    name = Coalesce(NullIf(F("household__payee_name"), Value("", TextField())), F("payee__name"))
    corrected = payments.exclude(household__bank_tail="").annotate(_name=name).filter(
        ~Q(household__bank_tail=OuterRef("bank_tail"))
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


class _MonthAfter(Func):
    """The tenth of the month after a day: benefits are paid before it each month (民发〔2012〕220号第三十一条; kept by the
    provinces), and what came back is to go out with them at the latest."""

    template = "(date_trunc('month', %(expressions)s) + interval '1 month 9 days')"


CORRECT_BY: Any = Case(
    When(state="returned", then=Cast(_MonthAfter(F("answered_on")), DateField())),
    default=Value(None),
    output_field=DateField(),
)
