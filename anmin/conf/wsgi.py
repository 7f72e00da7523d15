"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anmin.conf.settings")
application = get_wsgi_application()
gc.freeze()  # what start-up loaded stays: no collection walks over it while a page waits
gc.set_threshold(10_000, 20, 20)
