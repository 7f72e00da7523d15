"""The roll of a month: made set-wise, summed and sealed with SM3, reviewed by one and approved by another."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from anmin.kernel.access.api import User
from anmin.kernel.access.declare import APPROVE_ROLL, MAKE_ROLL, REVIEW_ROLL
from anmin.kernel.flow.declare import chinese_month
from anmin.kernel.funds import ledger
from anmin.kernel.funds import roll_sql as sql
from anmin.kernel.funds.entitle import MoneyRefused
from anmin.kernel.funds.models import Entitlement, Listed, Roll
from anmin.kernel.funds.rhythm import earliest_before, month_before, months_earlier
from anmin.kernel.funds.turn import DONE, in_turn
from anmin.kernel.people.api import blind_index, unseal
from anmin.kernel.places.api import codes, prefix_of
from anmin.kernel.service import service

BEGINNING = datetime(1949, 10, 1, tzinfo=UTC)
LOOK_BACK_MONTHS = 36  # how far arrears reach back of themselves; older months are granted by a decision of their own
UNSTAGE = "DROP TABLE touched, due, last_month, wanted, omitted"
FRESH = hashlib.new("sm3")
MARGIN = timedelta(days=2)  # longer than any transaction
TOUCHING = ["funds_entitlement", "funds_hold", "funds_roll", "people_household", "people_person"]


@dataclass(frozen=True)
class Made:
    """A roll, and whether making it changed anything."""

    roll: Roll
    changed: bool


def county_of(area: str) -> str:
    """The 12-digit code of the county. Raises MoneyRefused for any other level: rolls are made by county."""
    code = codes.read_code(area)
    if codes.level(code) != "county":
        raise MoneyRefused(f"名册按县生成，{area} 不是县级区划代码；请用 6 位或 12 位的县码。")
    return code


def has_anyone(programme: str, county: str) -> bool:
    """Whether anyone was ever entitled to a programme here, or is named by a roster."""
    prefix = prefix_of(county)
    return (
        Entitlement.objects.filter(programme=programme, area__startswith=prefix).exists()
        or Listed.objects.filter(programme=programme, household__area__startswith=prefix).exists()
    )


def lock(area: str, programme: str) -> None:
    """One worker at a time on a county's programme, until the transaction ends; released by itself if it dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"funds/{area}/{programme}"])


def make_roll(programme: str, month: date, area: str, *, who: User, on: date | None = None) -> Made:
    """Makes the roll, or makes it anew while nobody has reviewed it; a second time without changes writes nothing.

    Nobody is selected by an empty filter: only entitlements in force put someone on it. Raises MoneyRefused or Denied.
    """
    county = county_of(area)
    who.require(MAKE_ROLL, county)
    if month.day != 1:
        raise MoneyRefused(f"月份写当月一日，现为 {month}。")
    lock(county, programme)
    roll = Roll.objects.select_for_update().filter(programme=programme, month=month, area=county).first()
    if roll and roll.state != Roll.State.MADE:
        return Made(roll, False)
    later = Roll.objects.filter(programme=programme, area=county, month__gt=month).order_by("month").first()
    if roll is None and later:
        raise MoneyRefused(
            f"{chinese_month(later.month)}的名册已生成，不能回头再生成{chinese_month(month)}的；漏发的月份在下一个月补发。"
        )
    if roll is None:
        in_turn(programme, county, month, on or timezone.localdate())
    funds_ready = ledger.ensure_funds(county, programme)
    if not funds_ready:
        raise MoneyRefused(f"{service(programme).label}没有声明从哪项资金支出（earmarks），不能生成名册。")
    created = roll is None
    roll = roll or Roll.objects.create(programme=programme, month=month, area=county, made_by=who.account)
    return Made(roll, _fill(roll, who, on or timezone.localdate()) or created)


def _fill(roll: Roll, who: User, today: date) -> bool:
    """Writes lines, omissions and totals where they differ from what is there."""
    given = _given(roll) | {"today": today}
    with connection.cursor() as cursor:
        digests, digest, omitted = _stage(cursor, given)
        movement = _movement(cursor) | {"omitted": omitted}
        seen = _seen(cursor)
        cursor.execute(sql.OVERPAID, given)
        same = roll.digest == digest and roll.movement == movement
        if not same:
            _replace(cursor, given, digests)
        cursor.execute(UNSTAGE)
    if same:
        return False
    closing, arrears = movement["closing"], movement["arrears"]
    roll.households, roll.persons = closing["households"], closing["persons"]
    roll.lines, roll.amount = len(digests), closing["amount"] + arrears["amount"]
    roll.movement, roll.digest, roll.made_by, roll.seen = movement, digest, who.account, seen
    roll.save()
    return True


def first_owed(programme: str, area: str, month: date) -> date:
    """The earliest month for which a roll of `month` may owe arrears: the first ever paid here, within the look-back."""
    paid = Roll.objects.filter(programme=programme, area=area, month__lt=month, state__in=DONE).order_by("month")
    return max(paid.values_list("month", flat=True).first() or month, months_earlier(month, LOOK_BACK_MONTHS))


def _given(roll: Roll) -> dict[str, Any]:
    """The parameters of the statements."""
    before = (
        Roll.objects.filter(programme=roll.programme, area=roll.area, month__lt=roll.month).order_by("-month").first()
    )
    return {
        "programme": roll.programme,
        "month": roll.month,
        "area": roll.area,
        "prefix": prefix_of(roll.area),
        "roll": roll.pk,
        "last": before.pk if before and before.month >= earliest_before(roll.programme, roll.area, roll.month) else 0,
        "first": first_owed(roll.programme, roll.area, roll.month),
        "oldest": months_earlier(roll.month, LOOK_BACK_MONTHS),
        "since": before.made_at - MARGIN if before and before.month == month_before(roll.month) else BEGINNING,
        "made": before.made_at if before else BEGINNING,
        "before": before.pk if before else 0,
    }


def _stage(cursor: Any, given: dict[str, Any]) -> tuple[list[str], str, str]:
    """Fills the temporary tables (`UNSTAGE` drops them); digests of the lines in order, of the roll, and of the omissions."""
    for statement in (
        sql.TOUCHED,
        "ANALYZE touched",
        sql.DUE,
        "ANALYZE due (household_id, kind, why)",
        sql.LAST,
        "ANALYZE last_month",
        sql.WANTED,
        "ANALYZE wanted (household_id, kind, serial)",
        sql.OMITTED,
    ):
        cursor.execute(statement, given if "%(" in statement else None)
    cursor.execute(sql.LINES)
    head = f"{given['programme']}|{given['month']}|{given['area']}"
    digests = [line_digest(head, line) for (line,) in cursor.fetchall()]
    cursor.execute(sql.OMISSIONS)
    omitted = sm3("\n".join(map(str, cursor.fetchall())))
    return digests, sm3("\n".join([head, *digests])), omitted


def _replace(cursor: Any, given: dict[str, Any], digests: list[str]) -> None:
    cursor.execute(sql.CLEAR, given)
    cursor.execute("CREATE TEMP TABLE line_digest (serial int PRIMARY KEY, digest varchar(64)) ON COMMIT DROP")
    with cursor.copy("COPY line_digest FROM STDIN") as copy:
        copy.write("".join(f"{serial}\t{text}\n" for serial, text in enumerate(digests, start=1)))
    cursor.execute("ANALYZE line_digest")
    cursor.execute(sql.PUT_LINES, given)
    cursor.execute(sql.PUT_OMISSIONS, given)
    # Statistics that do not know the new roll would make every later look at it walk row by row.
    cursor.execute(
        "DROP TABLE line_digest; ANALYZE funds_payment (id, roll_id, household_id, payee_id, entitlement_id, month, serial)"
    )


def line_digest(head: str, line: str) -> str:
    """SM3 over what is paid, to whom, into which account (by its keyed index), and why it differs from last month."""
    return sm3(f"{head}|{line}")


def sm3(text: str) -> str:
    one = FRESH.copy()  # a third of the time of finding the algorithm anew for every line
    one.update(text.encode())
    return one.hexdigest()


PARTS = ("opening", "entered", "left", "raised", "lowered", "same", "closing", "arrears")


def _movement(cursor: Any) -> dict[str, Any]:
    """Opening + entered - left ± changed = closing, in households, persons and fen; refuses sums that do not meet."""
    cursor.execute(sql.MOVEMENT)
    rows = {part: rest for part, *rest in cursor.fetchall()}
    told = {
        p: dict(zip(("households", "persons", "amount"), map(int, rows.get(p, (0, 0, 0))), strict=True)) for p in PARTS
    }
    sums = {
        "households": lambda t: t["opening"]["households"] + t["entered"]["households"] - t["left"]["households"],
        "persons": lambda t: _walk(t, "persons"),
        "amount": lambda t: _walk(t, "amount"),
    }
    for what, reach in sums.items():
        if reach(told) != told["closing"][what]:
            raise MoneyRefused(
                f"期初 + 新增 - 停发 ± 变动 ≠ 期末（{what}：{reach(told)} 与 {told['closing'][what]}），名册未生成。"
            )
    return told


def _walk(told: dict[str, Any], what: str) -> int:
    moved = sum(told[part][what] for part in ("entered", "raised", "lowered", "same"))
    return told["opening"][what] + moved - told["left"][what]


def review(roll_id: int, *, who: User) -> Roll:
    """A second person has looked at the roll. Refused to its maker, and when it no longer is what is due."""
    roll = _locked(roll_id)
    who.require(REVIEW_ROLL, roll.area)
    _expect(roll, Roll.State.MADE, "复核")
    if roll.made_by_id == who.account.pk:
        raise MoneyRefused("名册由您生成，复核要由另一人办理（审批分离）。")
    if roll.lines == 0:
        raise MoneyRefused("名册没有一笔应发，不用复核，也不会发放给任何人。")
    _still_due(roll)
    roll.state, roll.reviewed_by, roll.reviewed_at = Roll.State.REVIEWED, who.account, timezone.now()
    roll.save()
    return roll


def send_back(roll_id: int, *, who: User) -> Roll:
    """Back to its maker. The reason stands in the trail (`audit.acting(reason=…)`)."""
    roll = _locked(roll_id)
    if not (who.may(APPROVE_ROLL, roll.area) or who.may(REVIEW_ROLL, roll.area)):
        who.require(REVIEW_ROLL, roll.area)
    _expect(roll, Roll.State.REVIEWED, "退回")
    roll.state, roll.reviewed_by, roll.reviewed_at = Roll.State.MADE, None, None
    roll.save()
    return roll


def approve(roll_id: int, *, who: User) -> Roll:
    """Releases the money: books it as owed. Refused to whoever made or reviewed it, and over a strict budget."""
    roll = _locked(roll_id)
    who.require(APPROVE_ROLL, roll.area)
    _expect(roll, Roll.State.REVIEWED, "批准")
    if who.account.pk in (roll.made_by_id, roll.reviewed_by_id):
        raise MoneyRefused("生成、复核和批准不能是同一人，请由另一位负责人批准。")
    _still_due(roll)
    ledger.check_budget(roll)
    roll.state, roll.approved_by, roll.approved_at = Roll.State.APPROVED, who.account, timezone.now()
    roll.save()
    ledger.book_roll(roll)
    return roll


def _locked(roll_id: int) -> Roll:
    roll = Roll.objects.get(pk=roll_id)
    lock(roll.area, roll.programme)
    return Roll.objects.select_for_update().get(pk=roll_id)


def _expect(roll: Roll, state: str, doing: str) -> None:
    if roll.state != state:
        now = Roll.State(roll.state).label
        raise MoneyRefused(f"{chinese_month(roll.month)}的名册现在是“{now}”，不能{doing}；可能刚被别人办理过，请刷新。")


def _still_due(roll: Roll) -> None:
    """The roll must be what would be made now: an entitlement may have changed since."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CHANGED_SINCE, [TOUCHING, *roll.seen, str(roll.pk)])
        if not cursor.fetchone()[0]:
            return
        digest = _stage(cursor, _given(roll))[1]
        cursor.execute(UNSTAGE)
    if digest != roll.digest:
        raise MoneyRefused("名册生成之后待遇、账号或缓发有变动，请先重新生成名册，再复核、批准。")


def _seen(cursor: Any) -> list[int]:
    """How much of the history the roll knows: oldest transaction that may still write, this one, its newest entry."""
    cursor.execute(sql.SEEN)
    return list(cursor.fetchone())


def altered_lines(roll: Roll) -> list[str]:
    """Lines whose stored digest no longer fits what they say, each in words; and the roll's own totals and digest."""
    head = f"{roll.programme}|{roll.month}|{roll.area}"
    with connection.cursor() as cursor:
        cursor.execute(sql.STORED_LINES, [roll.pk])
        rows = cursor.fetchall()
    faults = []
    for *row, digest in rows:
        row[5] = blind_index(unseal(row[5]), "bank") if row[5] else ""
        if line_digest(head, "|".join(map(str, row))) != digest:
            faults.append(f"名册第 {row[0]} 行（家庭 {row[1]}）与生成时的摘要不符")
    if sm3("\n".join([head, *(row[-1] for row in rows)])) != roll.digest:
        faults.append("名册的控制摘要与各行不符")
    if (len(rows), sum(row[6] for row in rows)) != (roll.lines, roll.amount):
        faults.append("名册的笔数或金额合计与明细不符")
    return faults
