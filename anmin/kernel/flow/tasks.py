"""What this room does in the background."""

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from anmin.kernel.audit.api import acting
from anmin.kernel.flow.timing import escalate
from anmin.kernel.service import register


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


def tonight(today: date) -> dict[str, int]:
    """Lets every service do its night's work; gives how much each did. One that fails does not keep the others back."""
    done: dict[str, int] = {}
    failed: list[Exception] = []
    for service in register().values():
        if service.nightly is None:
            continue
        try:
            with acting("后台任务", reason=f"{service.label}: 每日处理"):
                done[service.name] = service.nightly(today)
        except Exception as error:
            error.add_note(f"业务 {service.name}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("每日处理没有全部完成", failed)
    return done
