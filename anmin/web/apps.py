from django.apps import AppConfig


class Web(AppConfig):
    name = "anmin.web"
    verbose_name = "页面"

    def ready(self) -> None:
        from anmin.kernel.screens.api import add
        from anmin.web.doors import records  # noqa: F401 - listens to logins
        from anmin.web.registers import REGISTERS

        add(*REGISTERS)
