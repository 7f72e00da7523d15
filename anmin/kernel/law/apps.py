from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Law(AppConfig):
    name = "anmin.kernel.law"
    verbose_name = "政策规则"

    def ready(self) -> None:
        post_migrate.connect(_load, sender=self, dispatch_uid="law.numbers")


def _load(**_signal: object) -> None:
    """New numbers in the files reach the database with each update; numbers edited in the desk stay."""
    from anmin.kernel.law.stored import load_numbers

    load_numbers()
