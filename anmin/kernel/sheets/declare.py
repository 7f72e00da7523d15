"""The words in which rooms and services declare tables of files, and what reading one gives back.

Nothing here needs a database; Polars is loaded when a file is read, not before.
"""

from anmin.kernel.sheets.columns import (
    CellError,
    Choice,
    Column,
    Fault,
    Found,
    Kind,
    Sheet,
    SheetError,
    bare,
    letter,
    plain,
)
from anmin.kernel.sheets.headers import PER_HEAD, period_in
from anmin.kernel.sheets.kinds import CHOICE, DATE, INTEGER, MONEY, MONTH, NAME, PHONE, TEXT, YES_NO
from anmin.kernel.sheets.read import Reading

__all__ = [
    "CHOICE",
    "DATE",
    "INTEGER",
    "MONEY",
    "MONTH",
    "NAME",
    "PER_HEAD",
    "PHONE",
    "TEXT",
    "YES_NO",
    "CellError",
    "Choice",
    "Column",
    "Fault",
    "Found",
    "Kind",
    "Reading",
    "Sheet",
    "SheetError",
    "bare",
    "letter",
    "period_in",
    "plain",
]
