"""What a log tells of an error: the place, not the person."""

import logging
import sys

from django.conf import settings

from anmin.conf.logs import WithoutData


def test_numbers_and_refused_rows_stay_out_of_the_log():
    number = "34081119900101" + "123X"
    try:
        raise ValueError(
            f'duplicate key value violates unique constraint "person_id"\nDETAIL:  Key (name)=(张三, {number}) exists.'
        )
    except ValueError:
        told = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, f"POST /desk/?q={number}", (), told)
    line = WithoutData("{asctime} {message}", style="{").format(record)
    assert number not in line
    assert "张三" not in line
    assert "unique constraint" in line
    assert "in test_numbers_and_refused_rows" in line
    assert "WithoutData" in settings.LOGGING["formatters"]["line"]["()"]
