from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Flow(AppConfig):
    name = "anmin.kernel.flow"
    verbose_name = "办理流程"

    def ready(self) -> None:
        post_migrate.connect(_seed, sender=self, dispatch_uid="flow.calendar")


def _seed(**_signal: object) -> None:
    """Every installation starts with the calendar as far as it has been published, every version with its own flows."""
    from anmin.kernel.audit.api import acting
    from anmin.kernel.flow.days import seed_calendar
    from anmin.kernel.flow.turns import settle_all

    with acting("安装"):
        seed_calendar()
        settle_all()
