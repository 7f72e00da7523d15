from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Audit(AppConfig):
    name = "anmin.kernel.audit"
    verbose_name = "留痕"

    def ready(self) -> None:
        from anmin.kernel.audit import triggers

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit.triggers")
