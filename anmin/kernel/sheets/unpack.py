"""Run as a program of its own: worksheets of an Excel file into Arrow files beside a list of what was found.

A damaged or hostile file can make the reader ask for a terabyte, which ends the process outright: it must not be the
web server that ends. Imports nothing of ours, so that it starts quickly.

    python -I unpack.py FILE FOLDER MOST_BYTES
"""

import contextlib
import json
import sys
from pathlib import Path
from typing import Any


def main(source: str, folder: str, most_bytes: str) -> None:
    """Writes `0.arrow`, `1.arrow` … and `sheets.json`: a list of name, visible and first column, or an error."""
    _limit(int(most_bytes))
    import fastexcel

    try:
        reader = fastexcel.read_excel(source)
        found = [_write(reader, name, Path(folder, f"{place}.arrow")) for place, name in enumerate(reader.sheet_names)]
    except fastexcel.FastExcelError as error:
        found = {"error": str(error)}
    Path(folder, "sheets.json").write_text(json.dumps(found), encoding="utf-8")


def _limit(most_bytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # other systems know no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def _write(reader: Any, name: str, target: Path) -> dict:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    sheet.to_polars().write_ipc(target)
    first = sheet.selected_columns[0].absolute_index if sheet.width else 0
    return {"name": name, "visible": sheet.visible == "visible", "first": first}


if __name__ == "__main__":
    main(*sys.argv[1:])
