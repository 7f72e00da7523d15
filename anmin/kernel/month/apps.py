from django.apps import AppConfig


class Month(AppConfig):
    name = "anmin.kernel.month"
    verbose_name = "月结"
