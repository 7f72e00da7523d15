"""The demo county, loaded once for the tests of this folder and taken back at the end."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from anmin.ops.demo import load


@pytest.fixture(scope="package")
def county(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[load.Loaded]:
    """150 households as of today, without rendered papers."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "VAR_DIR", tmp_path_factory.mktemp("demo"))
        with transaction.atomic():
            yield load.load(150, 7, timezone.localdate(), papers=False)
            transaction.set_rollback(True)
