"""Re-review (复核) of recipient households: opened for a reason with a term, looked into by one, decided by another.

What a household is due after it is reckoned by the rules, never typed in: who looks into it confirms or corrects the
facts, and says what was found. Nothing changes before another person decides, and then from the next month (次月起).
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import CHECK_REVIEWS, DECIDE_REVIEWS
from anmin.kernel.flow.api import Period, due, next_month, working_calendar
from anmin.kernel.funds.api import Ending, Entitlement, Grant, end, grant
from anmin.kernel.law.api import yuan
from anmin.kernel.month import review_papers, tapers
from anmin.kernel.month.declare import Review as Declared
from anmin.kernel.month.reckoning import bases, reasons, reckon_households, reckon_known
from anmin.kernel.month.review_models import Review, Taper
from anmin.kernel.people.api import Household, Kin, Known, LifeEvent, known_of
from anmin.kernel.service import service

WAITING = (Review.State.OPEN, Review.State.PROPOSED)
Outcome = Review.Outcome
TO_KEEP_AWAY = "您是该家庭成员的近亲属，应当回避（民发〔2021〕57号第十一条），请交由其他人员复核。"


class ReviewRefused(Exception):
    """A review cannot be opened, proposed or decided so. The text says what, why, and what to do."""


def declared(programme: str) -> Declared | None:
    """How the service looks at its recipients again; None where it does not."""
    return service(programme).reviews


def open_review(
    household: Household, programme: str, *, cause: str, why: str, on: date, kind: str = "", event: LifeEvent | None = None,
) -> Review | None:  # fmt: skip
    """Opens a review with its term, or adds the reason to the one that waits already; None where none is declared.

    `kind` of a life event chooses the term. A term of its own (a death: within three months of it) runs from the
    `event`, every other from the day `on` which the office knows. Runs inside `audit.acting`.
    """
    words = declared(programme)
    if words is None:
        return None
    term = words.after.get(kind) or words.after.get("", "1 month")
    begins = event.on if event and kind in words.after else on
    due_on = due(Period.parse(term), begins, working_calendar()).limit_on
    waiting = Review.objects.filter(household=household, programme=programme, state__in=WAITING).first()
    if waiting is None:
        return Review.objects.create(
            household=household, programme=programme, area=household.area, cause=cause, why=why, event=event,
            opened_on=on, due_on=due_on,
        )  # fmt: skip
    if why not in waiting.why:
        waiting.why = f"{waiting.why}；{why}"
        waiting.due_on = min(waiting.due_on, due_on)
        _reopened(waiting)  # something new is known: what was proposed no longer rests on everything
        waiting.save()
    return waiting


@dataclass(frozen=True)
class Weighed:
    """What the rules give for a household from a month on, against what it has: amounts in fen a month."""

    outcome: str
    pays_from: date
    before: int
    persons_before: int
    after: int
    persons_after: int
    reason: str
    basis: dict[str, Any]

    @property
    def changes(self) -> bool:
        return (self.before, self.persons_before) != (self.after, self.persons_after) or self.outcome == Outcome.TAPER


def weigh(review: Review, on: date, *, by_work: bool = False, look: bool = False) -> Weighed:
    """Reckons the household for the month after `on`. `by_work`: it is over the standard because someone found work;
    `look`: only to be shown, without the basis.

    Raises ReviewRefused where the facts cannot be reckoned or nothing is in force any more.
    """
    home, programme, month = review.household, review.programme, next_month(on)
    before, persons = tapers.amount_in_force(home, programme, month)
    if not before:
        raise ReviewRefused("该家庭已没有生效的待遇，不用再复核。")
    day = {home.pk: max(month, home.since)}
    reckoned = reckon_households(programme, month, [home.pk], day)
    if home.pk in reckoned.wrong:
        raise ReviewRefused(f"家庭信息不能测算：{reckoned.wrong[home.pk]}。请先更正。")
    eligible, amount, covered = reckoned.amounts()[home.pk]
    basis = {} if look else _basis(reckoned, home.pk)
    plain = Weighed(Outcome.SAME, month, before, persons, amount, covered, "", basis)
    if eligible and amount > 0:
        if (amount, covered) == (before, persons):
            return plain
        outcome = Outcome.SAME if amount == before else Outcome.UP if amount > before else Outcome.DOWN
        told = f"按现有事实测算，保障 {covered} 人，每月 {yuan(amount)} 元"
        return replace(plain, outcome=outcome, reason=told)
    refused = reasons(reckoned, home.pk)
    kept = _kept(home, programme, month, before) if by_work else None
    if kept:
        amount, covered, basis, months = kept
        told = f"因就业家庭收入超过标准，继续享受 {months} 个月（渐退）：{refused}"
        return replace(plain, outcome=Outcome.TAPER, after=amount, persons_after=covered, reason=told, basis=basis)
    return replace(plain, outcome=Outcome.STOP, after=0, persons_after=0, reason=refused)


def _kept(home: Household, programme: str, month: date, before: int) -> tuple[int, int, dict, int] | None:
    """Amount, persons, basis and months of a 渐退 beginning with `month`, where the rules allow one.

    Never a second one on the heels of the first: who has used up the months has used them up.
    """
    words = tapers.declared(programme)
    used = Q(until__isnull=True) | Q(end_reason__startswith="渐退期满")  # one that runs gives all it gives by itself
    if words is None or Taper.objects.filter(used, household=home, programme=programme).exists():
        return None
    taper = Taper(household=home, programme=programme, since=month, last_amount=before)
    known = known_of([home.pk], month, {home.pk: max(month, home.since)})
    known = _with(known, tapers.overlay(words, taper, month))
    reckoned = reckon_known(programme, month, known)
    eligible, amount, covered = reckoned.amounts().get(home.pk, (False, 0, 0))
    if not eligible or amount <= 0:
        return None
    return amount, covered, _basis(reckoned, home.pk), tapers.limit(words, taper, month)


def _with(known: Known, facts: dict[str, Any]) -> Known:
    import polars as pl

    texts = [json.dumps(json.loads(text) | facts, ensure_ascii=False) for text in known.households["facts"].to_list()]
    return Known(known.households.with_columns(pl.Series("facts", texts, dtype=pl.String)), known.persons)


def _basis(reckoned: Any, household: int) -> dict[str, Any]:
    return json.loads(bases(reckoned, [household])[household]) | {"who": reckoned.known.persons["person_id"].to_list()}


def keep_away(review: Review, who: User, on: date) -> bool:
    """Whether the user is a near relative of a member (回避)."""
    return akin(review.household_id, who, on)


def akin(household: int, who: User, on: date) -> bool:
    """Whether the user is a near relative of a member of the household on the day. One query."""
    here = Q(person__memberships__household=household, person__memberships__since__lte=on)
    still = Q(person__memberships__until__isnull=True) | Q(person__memberships__until__gt=on)
    return Kin.objects.filter(here & still, account=who.account).exists()


def may_check(review: Review, who: User, on: date) -> str:
    """Why this user cannot look into the review now, in words; "" where they may."""
    if not who.may(CHECK_REVIEWS, review.area):
        return "复核由乡镇经办或县局经办办理。"
    if review.state not in WAITING:
        return "这件复核已经办结。"
    return TO_KEEP_AWAY if keep_away(review, who, on) else ""


def may_decide(review: Review, who: User, on: date) -> str:
    """Why this user cannot decide the review now, in words; "" where they may."""
    if not who.may(DECIDE_REVIEWS, review.area):
        return "复核结果由县局分管领导决定。"
    if review.state != Review.State.PROPOSED:
        return "这件复核还没有提出意见，或已经决定。"
    if review.checked_by_id == who.account.pk:
        return "复核意见由您提出，须由另一位负责人决定（审批分离）。"
    return TO_KEEP_AWAY if keep_away(review, who, on) else ""


def propose(review_id: int, *, who: User, on: date, found: str, by_work: bool = False) -> Review:
    """Says what was found; the rules say what follows. Another person decides. Runs inside `audit.acting`."""
    review = _locked(review_id)
    _refuse(may_check(review, who, on))
    if len(found.strip()) < 5:
        raise ReviewRefused("请写明核查情况（谁、何时、怎样核查，看到什么），至少 5 个字。")
    weighed = weigh(review, on, by_work=by_work)
    review.found, review.outcome, review.reason = found.strip(), weighed.outcome, weighed.reason
    review.amount_before, review.persons_before = weighed.before, weighed.persons_before
    review.amount_after, review.persons_after = weighed.after, weighed.persons_after
    review.basis, review.pays_from = weighed.basis, weighed.pays_from
    review.checked_by, review.checked_on, review.state = who.account, on, Review.State.PROPOSED
    review.save()
    return review


def send_back(review_id: int, *, who: User, on: date, reason: str) -> Review:
    """Back to whoever looks into it. The reason stands in the trail and on the review."""
    review = _locked(review_id)
    _refuse(may_decide(review, who, on))
    if len(reason.strip()) < 2:
        raise ReviewRefused("退回要写明理由。")
    review.why = f"{review.why}；退回：{reason.strip()}"
    _reopened(review)
    review.save()
    return review


def _reopened(review: Review) -> None:
    """What was proposed is taken back with everything said of it; it stays in the history."""
    review.state, review.outcome, review.reason = Review.State.OPEN, "", ""
    review.amount_before = review.amount_after = review.checked_by = review.checked_on = review.pays_from = None


def decide(review_id: int, *, who: User, on: date) -> Review:
    """Carries out what was proposed, from the next month; the paper that tells the household is made at once.

    Refused to who looked into it, and where the facts no longer give what was proposed. Runs inside `audit.acting`.
    """
    review = _locked(review_id)
    _refuse(may_decide(review, who, on))
    weighed = weigh(review, on, by_work=review.outcome == Outcome.TAPER)
    same = (weighed.outcome, weighed.after, weighed.persons_after)
    if same != (review.outcome, review.amount_after, review.persons_after):
        now = Outcome(weighed.outcome).label
        raise ReviewRefused(f"复核之后情况又有变化，现在按规则是“{now}”每月 {yuan(weighed.after)} 元，请退回重新复核。")
    review.pays_from = weighed.pays_from
    _carry_out(review, weighed)
    review.state, review.decided_by, review.decided_on = Review.State.DECIDED, who.account, on
    review.save()
    if weighed.changes:
        review_papers.issue(review, on)
    return review


def _carry_out(review: Review, weighed: Weighed) -> None:
    home, programme, month = review.household, review.programme, weighed.pays_from
    label, ends = Outcome(weighed.outcome).label, _ended(home, programme, month)
    if weighed.outcome == Outcome.STOP:
        end([Ending(home.pk, programme, month, f"复核停发：{weighed.reason}")])
        tapers.stop(home, programme, since=month, reason="复核停发")
        return
    if weighed.outcome == Outcome.TAPER:
        tapers.start(
            home, programme, since=month, last_amount=weighed.before, reason=weighed.reason, review_id=review.pk
        )
        # The same amount now rests on other facts: a raised standard must not be followed on the old income.
        end([Ending(home.pk, programme, month, f"转入渐退：{weighed.reason}")])
    if weighed.changes:
        source = f"复核{label}：{review.why}；{weighed.reason}"
        basis = {name: value for name, value in weighed.basis.items() if name != "who"}
        made = Grant(home.pk, programme, weighed.after, weighed.persons_after, month, source, basis)
        grant([replace(made, **ends)])


def _ended(home: Household, programme: str, month: date) -> dict[str, Any]:
    """When and why what is in force ends, as was decided before (停发): no review of the amount undoes that."""
    rows = Entitlement.objects.filter(household=home, programme=programme, since__lte=month, until__gt=month)
    return rows.exclude(end_reason__startswith="变更").values("until", "end_reason").first() or {}


def _locked(review_id: int) -> Review:
    return Review.objects.select_for_update(of=("self",)).select_related("household__head").get(pk=review_id)


def _refuse(why_not: str) -> None:
    if why_not:
        raise ReviewRefused(why_not)
