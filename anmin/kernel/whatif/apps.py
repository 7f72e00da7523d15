from django.apps import AppConfig


class Whatif(AppConfig):
    name = "anmin.kernel.whatif"
    verbose_name = "推演"
