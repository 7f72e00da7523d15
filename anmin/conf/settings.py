"""Settings of one installation. What differs between installations comes from the environment or from `var/`."""

import contextlib
import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from anmin.web.hosts import allowed_hosts

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("ANMIN_VAR", BASE_DIR / "var"))


def secret(name: str) -> str:
    """A secret kept in `var/keys/`, made on first use and readable by its owner only."""
    path = VAR_DIR / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(os.urandom(48).hex())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # the first process wins; the others read what it wrote
        draft.unlink()
    return path.read_text()


def database(url: str) -> dict:
    """Django's settings for a `postgresql://` URL; a unix socket comes as `?host=/folder`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "anmin",
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(query.pop("port", None) or parts.port or ""),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"application_name": "anmin", **query},
    }


def database_url() -> str:
    """`DATABASE_URL`, else the address that the embedded server left in `var/pg/url`."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    note = VAR_DIR / "pg" / "url"
    return note.read_text().strip() if note.exists() else "postgresql:///anmin"


DEBUG = os.environ.get("ANMIN_DEBUG") == "1"
SECRET_KEY = os.environ.get("ANMIN_SECRET_KEY") or secret("session")
ALLOWED_HOSTS = allowed_hosts(os.environ.get("ANMIN_HOSTS", ""), os.environ.get("ANMIN_HOST", "127.0.0.1"))
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("ANMIN_ORIGINS", "").split(",") if o]

ANMIN_SERVICES = [
    "dibao",
    "funeral",
    "tekun",
    "low_income",
    "emergency_aid",
    "medical_aid",
    "price_link",
    "veterans",
    "veterans_lump",
    "relief_fund",
    "elder_allowance",
    "disability",
    "children",
    "elder_care",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "anmin.kernel.audit",
    "anmin.kernel.law",
    "anmin.kernel.places",
    "anmin.kernel.access",
    "anmin.kernel.people",
    "anmin.kernel.flow",
    "anmin.kernel.means",
    "anmin.kernel.funds",
    "anmin.kernel.month",
    "anmin.kernel.whatif",
    "anmin.kernel.lawchange",
    "anmin.kernel.insight",
    "anmin.kernel.targets",
    "anmin.web",
    *(f"anmin.services.{name}" for name in ANMIN_SERVICES),
]

MIDDLEWARE = [
    "anmin.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "anmin.web.headers.FormToken",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anmin.web.gate.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "anmin.conf.urls"
WSGI_APPLICATION = "anmin.conf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "anmin.web.frame.frame",
            ],
            "builtins": ["anmin.web.templatetags.words"],
        },
    }
]

DATABASES = {"default": database(database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "anmin.kernel.access.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "anmin.web.doors.views.stale_form"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "anmin.kernel.access.signing_in"
SESSION_COOKIE_AGE = 8 * 3600  # from signing in, however busy one is
SESSION_IDLE = int(os.environ.get("ANMIN_IDLE_MINUTES", "60")) * 60  # without any page
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("ANMIN_HTTPS") == "1"
SESSION_SAVE_EVERY_REQUEST = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "anmin.web.doors.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "anmin.conf.logs.WithoutData",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "procrastinate": {"level": "WARNING"}},
}
