"""What the month itself changes before it is reckoned: 渐退 is counted and, when its months are over, ended."""

from datetime import date

from anmin.kernel.month.models import Close
from anmin.kernel.month.review_models import Review
from anmin.kernel.month.reviews import open_review
from anmin.kernel.month.tapers import FALLEN, Counted, count
from anmin.kernel.people.api import Household
from anmin.kernel.places.api import prefix_of


def move_on(close: Close, on: date) -> Counted:
    """Counts the tapers of the month. Whose income fell back is looked into, so that the amount follows the rules again.

    Done again it changes nothing. Runs inside `audit.acting`.
    """
    counted = count(close.programme, prefix_of(close.area), close.month)
    back = [home for home, reason in counted.ended.items() if reason == FALLEN]
    for home in Household.objects.filter(pk__in=back).order_by("pk"):
        open_review(home, close.programme, cause=Review.Cause.FINDING, why=f"渐退结束: {FALLEN}", on=on)
    return counted
