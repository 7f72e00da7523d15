from django.apps import AppConfig


class Month(AppConfig):
    name = "anmin.kernel.month"
    verbose_name = "月结"

    def ready(self) -> None:
        from anmin.kernel.month import (
            excluding,  # noqa: F401  grants are weighed against what is held
            on_events,  # noqa: F401  payments follow life events
            roster_check,  # noqa: F401  rows of rosters likewise
        )
