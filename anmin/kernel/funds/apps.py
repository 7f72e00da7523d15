from django.apps import AppConfig


class Funds(AppConfig):
    name = "anmin.kernel.funds"
    verbose_name = "资金"

    def ready(self) -> None:
        from anmin.kernel.funds import listing, start  # noqa: F401  register what follows decisions and rosters
