"""The web server's entry."""

import gc
import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
django = get_wsgi_application()
gc.freeze()  # what start-up loaded stays: no collection walks over it while a page waits
gc.set_threshold(10_000, 20, 20)


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """A page that is whole is handed over whole: a list is sent as it is, anything else piece by piece through Python."""
    answer = django(environ, start_response)
    if answer.streaming:
        return answer
    whole = [answer.content]
    answer.close()
    return whole
