"""The door of the sheets room: tables of Excel and CSV files, in and out."""

from anmin.kernel.sheets.columns import CellError, Choice, Column, Fault, Found, Kind, Sheet, SheetError
from anmin.kernel.sheets.files import Book, open_book
from anmin.kernel.sheets.headers import Header
from anmin.kernel.sheets.kinds import CHOICE, DATE, INTEGER, MONEY, MONTH, NAME, PHONE, TEXT, YES_NO
from anmin.kernel.sheets.read import Reading, read_sheet
from anmin.kernel.sheets.write import write_csv, write_error_sheet, write_table, write_template

__all__ = [
    "CHOICE",
    "DATE",
    "INTEGER",
    "MONEY",
    "MONTH",
    "NAME",
    "PHONE",
    "TEXT",
    "YES_NO",
    "Book",
    "CellError",
    "Choice",
    "Column",
    "Fault",
    "Found",
    "Header",
    "Kind",
    "Reading",
    "Sheet",
    "SheetError",
    "open_book",
    "read_sheet",
    "write_csv",
    "write_error_sheet",
    "write_table",
    "write_template",
]
