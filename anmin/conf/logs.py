"""Lines of the log: what broke and where, never who it was about."""

import logging
import re

LONG_NUMBER = re.compile(r"\d{8,}[\dXx]?")  # identity numbers, accounts, phones
VALUES = re.compile(r"^(DETAIL|CONTEXT|HINT): .*$|(?<=Failing row contains ).*$", re.MULTILINE)


class WithoutData(logging.Formatter):
    """Takes out what the database tells of the rows it refused, and every long number."""

    def format(self, record: logging.LogRecord) -> str:
        return LONG_NUMBER.sub("…", VALUES.sub("…", super().format(record)))
