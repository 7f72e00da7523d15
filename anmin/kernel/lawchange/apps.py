from django.apps import AppConfig


class Lawchange(AppConfig):
    name = "anmin.kernel.lawchange"
    verbose_name = "标准调整"
