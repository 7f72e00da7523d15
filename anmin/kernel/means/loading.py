"""Files of other departments: read, checked, and kept sealed with blind indexes in place of identity numbers."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from anmin.kernel.means.declare import ID, SOURCES, Source
from anmin.kernel.means.models import SourceLoad
from anmin.kernel.people.api import blind_index, seal_bytes, unseal_bytes
from anmin.kernel.people.declare import identity_frame
from anmin.kernel.sheets.api import SheetError, read_sheet
from anmin.kernel.sheets.declare import DATE, INTEGER, MONEY, Column

if TYPE_CHECKING:
    import polars as pl

KEY, LONG = (
    "id_mark",
    32,
)  # of a fingerprint half is kept: 128 bits tell all people apart, and a county's files are half as long
KNOWN = "这个文件以前导入过，没有重复导入。"


class LoadRefused(Exception):
    """The file cannot be taken as this source; the text says why and what to do."""


def load_source(name: str, path: Path, *, as_of: date, file_name: str = "") -> tuple[SourceLoad, list[str]]:
    """Takes in one file (xlsx, csv or parquet). The same file twice gives the load that is already there.

    Returns the load and what should be told about rows that were not taken. Runs inside `audit.acting`.
    """
    source = SOURCES.get(name)
    if source is None:
        raise LoadRefused(
            f"没有名为 {name} 的数据来源；现有：{'、'.join(f'{s.name}（{s.label}）' for s in SOURCES.values())}。"
        )
    digest = hashlib.new("sm3", name.encode() + as_of.isoformat().encode() + path.read_bytes()).hexdigest()
    if known := SourceLoad.objects.filter(digest=digest).first():
        return known, [KNOWN]
    frame, told, skipped = _read(source, path, as_of)
    if frame.height == 0:
        raise LoadRefused(f"文件里没有可用的{source.label}数据。" + " ".join(told[:3]))
    kept = frame.with_columns(_indexed(frame["identity"])).drop("identity")
    buffer = io.BytesIO()
    kept.write_parquet(buffer, compression="zstd")
    target = _file(digest)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.write_bytes(seal_bytes(buffer.getvalue()))
    target.chmod(0o600)
    load = SourceLoad.objects.create(
        source=name, as_of=as_of, file_name=file_name or path.name, digest=digest, rows=frame.height, skipped=skipped
    )
    return load, told


def _read(source: Source, path: Path, as_of: date) -> tuple[pl.DataFrame, list[str], int]:
    wanted = [c.name for c in source.sheet.columns]
    if path.suffix.lower() == ".parquet":
        return _read_parquet(source, path, as_of, wanted)
    try:
        reading = read_sheet(path, source.sheet, on=as_of)
    except SheetError as wrong:
        raise LoadRefused(str(wrong)) from wrong
    told = [str(error) for error in reading.errors]
    return reading.good.select(wanted), told, reading.frame.height - reading.good.height


def _read_parquet(source: Source, path: Path, as_of: date, wanted: list[str]) -> tuple[pl.DataFrame, list[str], int]:
    """Parquet files come from machines: columns by name or by label, money in whole fen."""
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as wrong:
        raise LoadRefused("这不是完好的 Parquet 文件，请重新导出。") from wrong
    labels = {c.label: c.name for c in source.sheet.columns}
    frame = frame.rename({k: v for k, v in labels.items() if k in frame.columns and v not in frame.columns})
    missing = [c.label for c in source.sheet.columns if c.required and c.name not in frame.columns]
    if missing:
        raise LoadRefused(f"文件缺少列：{'、'.join(missing)}。")
    frame = frame.with_columns(
        identity_frame(pl.col("identity").cast(pl.String), as_of).alias("identity"),
        *(_of_kind(frame[c.name], c) for c in source.sheet.columns if c.name in frame.columns and c is not ID),
    )
    told, good = [], frame
    for column in (c for c in source.sheet.columns if c.required):
        rest = good.filter(pl.col(column.name).is_not_null())
        if lost := good.height - rest.height:
            told.append(f"{lost} 行{column.label}{'不对' if column is ID else '没有填或读不懂'}，没有采用。")
        good = rest
    return good.select([name for name in wanted if name in good.columns]), told, frame.height - good.height


def _of_kind(cells: pl.Series, column: Column) -> pl.Series:
    """A column of a Parquet file as its kind, None where a cell cannot be. Raises LoadRefused for another kind of column."""
    import polars as pl

    cells = cells.fill_nan(None) if cells.dtype.is_float() else cells
    kind = cells.dtype
    if column.kind in (MONEY, INTEGER):
        unit = "整数分" if column.kind == MONEY else "整数"
        whole = kind.is_integer() or kind == pl.Null or (kind.is_float() and bool((cells.drop_nulls() % 1 == 0).all()))
        if not whole:
            raise LoadRefused(
                f"“{column.label}”一列应为{unit}，现为小数或文字（{kind}）；请换算成{unit}后再导出，或改用 xlsx、csv（按元填写）。"
            )
        return cells.cast(pl.Int64, strict=False)
    if column.kind == DATE:
        if kind == pl.String:
            return (
                cells.str.strip_chars().str.head(10).str.replace_all(r"[./]", "-").str.to_date("%Y-%m-%d", strict=False)
            )
        if kind.base_type() not in (pl.Date, pl.Datetime, pl.Null):
            raise LoadRefused(f"“{column.label}”一列应为日期，现为 {kind}；请按日期导出。")
        return cells.cast(pl.Date)
    return cells.cast(pl.String)


def _indexed(numbers: pl.Series) -> pl.Series:
    """Each distinct number is fingerprinted once."""
    import polars as pl

    distinct = numbers.unique()
    marks = pl.DataFrame({"number": distinct, KEY: [mark_of(n) for n in distinct.to_list()]})
    return numbers.to_frame("number").join(marks, on="number", how="left", maintain_order="left")[KEY]


def mark_of(number: str) -> str:
    """By what a source knows a person: the beginning of the fingerprint of their identity number."""
    return blind_index(number, "id")[:LONG]


def _file(digest: str) -> Path:
    return Path(settings.VAR_DIR) / "means" / f"{digest}.sealed"


def rows_of(load: SourceLoad) -> pl.DataFrame:
    """The rows of a load: `id_mark`, and the column by which its source finds more than was declared."""
    import polars as pl

    value = SOURCES[load.source].value
    opened = io.BytesIO(unseal_bytes(_file(load.digest).read_bytes()))
    key = KEY if KEY in pl.read_parquet_schema(opened) else "id_index"  # older files keep fingerprints whole
    opened.seek(0)
    rows = pl.read_parquet(opened, columns=[key, value] if value else [key])
    return rows.with_columns(pl.col(key).str.head(LONG).alias(KEY)) if key != KEY else rows


def read_ahead(on: date) -> dict[int, Future]:
    """Begins to open the newest files beside whatever the caller does until a check needs them; by id of the load."""
    aside = ThreadPoolExecutor(1)
    opening = {load.pk: aside.submit(rows_of, load) for load in newest_loads(on).values()}
    aside.shutdown(wait=False)
    return opening


def newest_loads(on: date) -> dict[str, SourceLoad]:
    """The newest file of each source as of `on`."""
    rows = SourceLoad.objects.filter(as_of__lte=on).order_by("source", "-as_of", "-id").distinct("source")
    return {row.source: row for row in rows}
