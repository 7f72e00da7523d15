from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class Web(AppConfig):
    name = "anmin.web"
    verbose_name = "页面"

    def ready(self) -> None:
        from anmin.kernel.screens.api import add
        from anmin.kernel.service import register
        from anmin.web.doors import records  # noqa: F401 - listens to logins
        from anmin.web.registers import REGISTERS

        add(*REGISTERS, *(screen for service in register().values() for screen in service.screens))
        Path(settings.STATIC_ROOT).mkdir(
            parents=True, exist_ok=True
        )  # WhiteNoise wants it before anything is collected
