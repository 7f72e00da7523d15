from django.apps import AppConfig


class Month(AppConfig):
    name = "anmin.kernel.month"
    verbose_name = "月结"

    def ready(self) -> None:
        from anmin.kernel.month import on_events  # noqa: F401  payments follow life events
