"""复核抽查: households drawn from those in receipt, so that anyone who has seed, share and list finds the same ones."""

from datetime import date

from django.db import connection

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import DRAW_REVIEWS
from anmin.kernel.funds.api import Entitlement
from anmin.kernel.month.review_models import Draw
from anmin.kernel.month.reviews import ReviewRefused, declared
from anmin.kernel.places.api import prefix_of
from anmin.kernel.rounds.api import draw, pool_digest

PUT = """
INSERT INTO month_review (household_id, programme, area, cause, why, opened_on, due_on, state, outcome, found, reason,
    persons_before, persons_after, basis, draw_id)
SELECT h.id, %(programme)s, h.area, 'sample', %(why)s, %(on)s, %(due)s, 'open', '', '', '', 0, 0, '{}', %(draw)s
FROM people_household h WHERE h.number = ANY(%(numbers)s) ORDER BY h.area, h.id
ON CONFLICT (household_id, programme) WHERE state IN ('open', 'proposed') DO UPDATE
SET draw_id = EXCLUDED.draw_id, why = month_review.why || '; ' || EXCLUDED.why,
    due_on = least(month_review.due_on, EXCLUDED.due_on)
"""


def in_receipt(programme: str, area: str, month: date) -> list[str]:
    """Numbers of the households of an area that are entitled in a month, in order: the list that is drawn from."""
    rows = Entitlement.objects.filter(programme=programme, area__startswith=prefix_of(area), since__lte=month)
    rows = rows.exclude(until__lte=month).filter(household__until__isnull=True)
    return sorted(rows.values_list("household__number", flat=True).distinct())


def draw_sample(programme: str, area: str, *, seed: str, share_bp: int, who: User, on: date, due_on: date) -> Draw:
    """Draws and opens a review for each household drawn; a waiting review is marked. Runs inside `audit.acting`.

    A seed serves once in an area: nobody draws until the sample suits. Raises ReviewRefused or Denied.
    """
    who.require(DRAW_REVIEWS, area)
    if declared(programme) is None:
        raise ReviewRefused("这一业务没有声明复核。")
    if due_on <= on:
        raise ReviewRefused(f"完成期限 {due_on} 应晚于抽取日期 {on}。")
    seed = seed.strip()
    if Draw.objects.filter(programme=programme, area=area, seed=seed).exists():
        raise ReviewRefused(f"种子“{seed}”在本辖区已经用过，一个种子只抽一次。")
    if Draw.objects.filter(programme=programme, area=area, drawn_on=on).exists():
        raise ReviewRefused("本辖区今天已经抽取过一次，不能重抽。")
    pool = in_receipt(programme, area, on.replace(day=1))
    if not pool:
        raise ReviewRefused("辖区内没有在册家庭，没有可抽取的名单。")
    try:
        taken = draw(pool, seed, share_bp)
    except ValueError as wrong:
        raise ReviewRefused(str(wrong)) from wrong
    made = Draw.objects.create(
        programme=programme, area=area, seed=seed, share_bp=share_bp, pool=len(pool), pool_numbers="\n".join(pool),
        pool_digest=pool_digest(pool), taken=len(taken), numbers=taken, drawn_on=on, drawn_by=who.account, due_on=due_on,
    )  # fmt: skip
    why = f"抽查：{on} 抽取，种子“{seed}”"
    given = {"programme": programme, "why": why, "on": on, "due": due_on, "draw": made.pk, "numbers": taken}
    with connection.cursor() as cursor:
        cursor.execute(PUT, given)
    return made


def drawn_again(made: Draw) -> list[str]:
    """The sample from the stored list, seed and share: equal to `made.numbers`, or someone touched the record."""
    return draw(made.pool_numbers.split("\n"), made.seed, made.share_bp)
