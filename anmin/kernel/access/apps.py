from django.apps import AppConfig


class Access(AppConfig):
    name = "anmin.kernel.access"
    verbose_name = "权限"

    def ready(self) -> None:
        from django.contrib.auth.models import update_last_login
        from django.contrib.auth.signals import user_logged_in

        # Logins are events of the sealed chain; a column that every login rewrites would only add noise to history.
        user_logged_in.disconnect(update_last_login, dispatch_uid="update_last_login")
