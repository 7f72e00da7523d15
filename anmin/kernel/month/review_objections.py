"""Objections to a decided change: taken in, answered by someone who did not decide it, looked into again where needed."""

from datetime import date

from anmin.kernel.access.api import Denied, User
from anmin.kernel.access.declare import CHECK_REVIEWS, TELL_EVENTS
from anmin.kernel.month.review_models import Review, ReviewObjection
from anmin.kernel.month.reviews import TO_KEEP_AWAY, ReviewRefused, keep_away, open_review
from anmin.kernel.people.api import seal, unseal

ANSWERERS = ("R6", "R7")


def object_to(review_id: int, *, who: User, on: date, from_whom: str, channel: str, content: str) -> ReviewObjection:
    """The household objects to a decided change. Runs inside `audit.acting`."""
    review = Review.objects.select_for_update().get(pk=review_id)
    if not (who.may(TELL_EVENTS, review.area) or who.may(CHECK_REVIEWS, review.area)):
        raise Denied("登记异议由乡镇受理、乡镇经办或县局经办办理。")
    if review.state != Review.State.DECIDED:
        raise ReviewRefused("这件复核还没有决定，有意见请直接向复核人提出。")
    if len(content.strip()) < 5:
        raise ReviewRefused("请写明异议内容，至少 5 个字。")
    if review.objections.filter(resolved_on__isnull=True).exists():
        raise ReviewRefused("已有一件异议正在处理，请在原异议上办理。")
    return ReviewObjection.objects.create(
        review=review, received_on=on, from_whom=seal(from_whom.strip()), content=seal(content.strip()), channel=channel
    )


def answer(objection_id: int, *, who: User, on: date, result: str, again: bool) -> ReviewObjection:
    """Answers an objection; with `again` the household is looked into once more. Never by who decided."""
    rows = ReviewObjection.objects.select_related("review__household").select_for_update(of=("self",))
    objection = rows.get(pk=objection_id)
    review = objection.review
    if who.role_at(review.area, ANSWERERS) is None:
        raise Denied("对复核决定的异议由县局答复。")
    if who.account.pk in (review.decided_by_id, review.checked_by_id):
        raise Denied("原复核由您办理或决定，异议须由其他人员答复。")
    if keep_away(review, who, on):
        raise Denied(TO_KEEP_AWAY)
    if objection.resolved_on is not None or len(result.strip()) < 2:
        raise ReviewRefused("请写明答复；已经答复的异议不能再答复。")
    objection.result, objection.resolved_on, objection.resolved_by = result.strip(), on, who.account
    objection.save()
    if again:
        why = f"对 {review.decided_on} 的复核决定有异议：{result.strip()}"
        open_review(review.household, review.programme, cause=Review.Cause.OBJECTION, why=why, on=on)
    return objection


def objections_of(review: Review) -> list[tuple[ReviewObjection, str, str]]:
    """Objections with who objected and what they said, opened, the newest first."""
    rows = review.objections.select_related("resolved_by").order_by("-id")
    return [(row, unseal(row.from_whom), unseal(row.content)) for row in rows]
