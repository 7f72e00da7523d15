from django.apps import AppConfig


class Web(AppConfig):
    name = "anmin.web"
    verbose_name = "页面"

    def ready(self) -> None:
        from anmin.web.doors import records  # noqa: F401 - listens to logins
