"""What this room does in the background."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting, changed_since, mark
from anmin.kernel.flow.timing import escalate
from anmin.kernel.service import Service, register

LISTED = ("funds_entitlement", "law_number")
_drawn: list[tuple[str, date]] = []  # where the record of changes stood when the lists were drawn up, and the day


@app.periodic(cron="7 22 * * *")  # UTC: before the working day in China
@app.task(name="flow.escalate", queueing_lock="flow.escalate", lock="flow.escalate")
def escalate_overdue(timestamp: int) -> None:
    """Hands overdue clocks up the duty line, once a day."""
    with acting("后台任务", reason="超期督办"):
        escalate(timezone.localdate())


@app.periodic(cron="37 20 * * *")  # UTC: before the working day in China; again on the same day it changes nothing
@app.task(name="flow.nightly", queueing_lock="flow.nightly", lock="flow.nightly")
def nightly(timestamp: int) -> None:
    """What the services do every night."""
    tonight(timezone.localdate())


@app.periodic(cron="*/10 * * * *")
@app.task(name="flow.lists", queueing_lock="flow.lists", lock="flow.lists")
def draw_up_lists(timestamp: int) -> None:
    """Lists of who receives stay true to who receives."""
    lists_again(timezone.localdate())


def tonight(today: date) -> dict[str, int]:
    """Lets every service do its night's work; gives how much each did. One that fails does not keep the others back."""
    return _all([(s, s.nightly) for s in register().values() if s.nightly], today, "每日处理")


def lists_again(today: date) -> dict[str, int]:
    """Draws up the lists of the services anew where anything was written on which they rest; gives their lengths."""
    now, unsure = mark()
    if _drawn and _drawn[0][1] == today and changed_since(_drawn[0][0], LISTED, 0) == []:
        return {}
    done = _all([(s, s.lists) for s in register().values() if s.lists], today, "重列名单")
    _drawn[:] = [] if unsure else [(now, today)]
    return done


def _all(works: list[tuple[Service, Callable[[date], int]]], today: date, what: str) -> dict[str, int]:
    done: dict[str, int] = {}
    failed: list[Exception] = []
    for service, work in works:
        try:
            with acting("后台任务", reason=f"{service.label}：{what}"):
                done[service.name] = work(today)
        except Exception as error:
            error.add_note(f"业务 {service.name}")
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{what}没有全部完成", failed)
    return done
