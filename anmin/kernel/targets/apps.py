from django.apps import AppConfig


class Targets(AppConfig):
    name = "anmin.kernel.targets"
    verbose_name = "计划与目标"
