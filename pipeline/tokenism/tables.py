"""The only module that opens Parquet, CSV, JSONL and SQLite: schemas, and one row for one record."""

import csv
import dataclasses
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq

from tokenism.errors import InputError
from tokenism.printable import printable
from tokenism.records import (
    BANDS,
    STANCES,
    Boilerplate,
    Box,
    Claim,
    Comparison,
    Document,
    MatrixCell,
    Passage,
    ProfileLine,
    Reply,
    Score,
    Span,
    Tag,
)

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar(
    "Record", Document, Passage, Span, Tag, Claim, Score, ProfileLine, Comparison, MatrixCell, Boilerplate, Reply
)

_BOX = pa.struct([("page", pa.int32()), *((side, pa.float32()) for side in ("x0", "top", "x1", "bottom"))])
_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    str | None: pa.string(),
    int: pa.int32(),
    int | None: pa.int32(),
    float: pa.float64(),
    float | None: pa.float64(),
    bool: pa.bool_(),
    tuple[Box, ...]: pa.list_(_BOX),
}
PROBABILITIES = {"p_claim": BANDS, "p_practice": BANDS, "p_stance": STANCES}
"""Fields that hold probabilities, and the names that these are given for."""


def probability_column(field: str, name: str) -> str:
    """Name of the flat column of one probability.

    >>> probability_column("p_claim", "co-production")
    'p_claim_co_production'
    """
    return f"{field}_{name.replace('-', '_')}"


def schema(kind: type[Record]) -> pa.Schema:
    """Arrow schema of a record type: its fields in order, boxes as structs, probabilities as flat columns."""
    columns: list[tuple[str, pa.DataType]] = []
    for field in dataclasses.fields(kind):
        if field.name in PROBABILITIES:
            columns += [(probability_column(field.name, name), pa.float64()) for name in PROBABILITIES[field.name]]
        else:
            columns.append((field.name, _TYPES[field.type]))
    return pa.schema(columns)


def _to_row(record: Any) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if field.name in PROBABILITIES:
            for name in PROBABILITIES[field.name]:
                row[probability_column(field.name, name)] = value.get(name)
        elif field.name == "boxes":
            row["boxes"] = [dataclasses.asdict(box) for box in value]
        else:
            row[field.name] = value
    return row


def _from_row(kind: type[Record], row: Mapping[str, Any]) -> Record:
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.name in PROBABILITIES:
            pairs = ((name, row[probability_column(field.name, name)]) for name in PROBABILITIES[field.name])
            values[field.name] = {name: p for name, p in pairs if p is not None}
        elif field.name == "boxes":
            values["boxes"] = tuple(Box(**box) for box in row["boxes"])
        else:
            values[field.name] = row[field.name]
    return kind(**values)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path to write to that takes the place of ``path`` once all is written; an older file stays until then.

    What is no plain file (a device, a pipe, a link) is written to directly.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=path.parent) as folder:
        unfinished = Path(folder) / path.name
        yield unfinished
        unfinished.replace(path)


def write_records(path: Path, kind: type[Record], records: Iterable[Record]) -> int:
    """Write records of one kind to a Parquet file and return how many; the same records give the same bytes."""
    rows = [_to_row(record) for record in records]
    with replacing(path) as unfinished:
        pq.write_table(pa.Table.from_pylist(rows, schema=schema(kind)), unfinished, compression="zstd")
    return len(rows)


def read_records(path: Path, kind: type[Record]) -> Iterator[Record]:
    """Records of a Parquet file in their order.

    Raises
    ------
    InputError
        If the file is missing, is no Parquet file, or lacks a column.
    """
    table = _read_table(path)
    missing = [name for name in schema(kind).names if name not in table.column_names]
    if missing:
        raise InputError(f"{path}: no column {missing[0]!r}; write the file again with this version of tokenism")
    for batch in table.to_batches():
        for row in batch.to_pylist():
            yield _from_row(kind, row)


def read_frame(path: Path) -> "pd.DataFrame":
    """A Parquet file as a data frame, for aggregation."""
    return cast("pd.DataFrame", _read_table(path).to_pandas())


def _read_table(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; run the stage that writes it first") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{path}: cannot be read as Parquet ({str(error).splitlines()[0]})") from error


_STARTS_OF_FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""The wide forms are those that spreadsheets of East Asia take for the narrow ones."""


def neutral_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: text that begins with ``= + - @`` gets an apostrophe before it.

    >>> neutral_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    if isinstance(value, str) and value[:1] in _STARTS_OF_FORMULAS:
        return f"'{value}"
    return value


def write_csv(path: Path, kind: type[Record], records: Iterable[Record]) -> int:
    """Write records to a CSV file (UTF-8, LF, empty for None, six significant digits) and return how many."""
    names = [field.name for field in dataclasses.fields(kind)]
    rows = [[getattr(record, name) for name in names] for record in records]
    write_csv_rows(path, names, rows)
    return len(rows)


def write_csv_rows(path: Path, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a plain table to a CSV file in the same form as :func:`write_csv`."""
    with replacing(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.6g}"
    cell = neutral_cell(value)
    return printable(cell) if isinstance(cell, str) else cell


def read_csv(path: Path, kind: type[Record]) -> list[Record]:
    """Records of a CSV file that :func:`write_csv` wrote; empty cells of optional fields are None.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or a cell is not of its type.
    """
    fields = dataclasses.fields(kind)
    records = []
    for line, row in read_csv_rows(path, [field.name for field in fields]):
        try:
            records.append(kind(**{field.name: _parsed(field.type, row[field.name]) for field in fields}))
        except ValueError as error:
            raise InputError(f"{path}, line {line}: {error}; run the stage that writes it again") from error
    return records


def _parsed(kind: Any, cell: str) -> Any:
    if kind in (str, str | None):
        text = cell[1:] if cell[:1] == "'" and neutral_cell(cell[1:]) == cell else cell
        return text if text or kind is str else None
    if not cell and kind in (int | None, float | None):
        return None
    return int(cell) if kind in (int, int | None) else float(cell)


def read_csv_rows(path: Path, required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line numbers; cells are stripped and missing cells are empty.

    A first line without commas may be separated by semicolons or tabs, as spreadsheets in some countries save it.

    Raises
    ------
    InputError
        If the file cannot be read as UTF-8 CSV or lacks a required column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            delimiter = "," if "," in head else next((mark for mark in ";\t" if mark in head), ",")
            reader = csv.DictReader(file, delimiter=delimiter, restkey="")
            names = [name.strip() for name in reader.fieldnames or []]
            if "" in names:
                raise InputError(f"{path}: a column of the first line has no name; name it or delete it")
            for name in required:
                if name not in names:
                    found = ", ".join(names) or "none"
                    raise InputError(f"{path}: no column {name!r} (columns found: {found}); add it to the first line")
            reader.fieldnames = names
            rows = []
            for row in reader:
                if "" in row:
                    raise InputError(
                        f"{path}, line {reader.line_num}: more cells than columns; put quotation marks around a cell "
                        "that has a comma in it"
                    )
                rows.append((reader.line_num, {key: (value or "").strip() for key, value in row.items()}))
            return rows
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text (byte {error.start}); save it as CSV UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror})") from error
    except csv.Error as error:
        raise InputError(f"{path}: cannot be read as CSV ({error})") from error


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Lines of a JSON Lines file as (line number, object or None, what is wrong with it).

    A line that is no JSON object comes out as None with a sentence, so that one bad line loses nothing else; empty
    lines are passed over; ``NaN`` and ``Infinity``, which are no JSON, become null.

    Raises
    ------
    InputError
        If the file cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror})") from error
    with file:
        for number, raw in enumerate(file, start=1):
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if not line.strip():
                continue
            try:
                value = json.loads(line, parse_constant=lambda _: None)
            except UnicodeDecodeError:
                yield number, None, f"{path}, line {number}: not UTF-8 text"
            except (ValueError, RecursionError) as error:
                yield number, None, f"{path}, line {number}: not JSON ({error})"
            else:
                if isinstance(value, dict):
                    yield number, value, ""
                else:
                    yield number, None, f"{path}, line {number}: a JSON object is wanted, with the keys id and text"


def write_jsonl(path: Path, objects: Iterable[Mapping[str, Any]]) -> int:
    """Write one JSON object a line (UTF-8, LF, keys in the order given) and return how many.

    The file appears whole or not at all: an older one stays if the objects cannot all be had.
    """
    count = 0
    with (
        replacing(path) as unfinished,
        unfinished.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file,
    ):
        for value in objects:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_json(path: Path, value: Any) -> None:
    """Write sorted, indented JSON with a line feed at its end; floats are rounded to six places."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(_rounded(value), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_text(path: Path, text: str) -> None:
    """Write a text (UTF-8, its line ends as they are); an older file stays until all is written."""
    with replacing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


_SQL_TYPES = {pa.string(): "TEXT", pa.int32(): "INTEGER", pa.float64(): "REAL", pa.bool_(): "INTEGER"}


@dataclasses.dataclass(frozen=True, slots=True)
class Search:
    """A full-text index over columns of a table or view, whose rows it names by ``number``."""

    name: str
    content: str
    columns: tuple[str, ...]
    number: str = "rowid"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What an SQLite file holds beside its tables.

    ``keys`` are the columns that name a row of a table, ``refers`` its columns with the table and column that each
    points into, ``indexed`` further columns to look up by, ``views`` names with their SELECT. Only what the tables
    of the file are enough for is made.
    """

    keys: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    refers: Mapping[str, Mapping[str, tuple[str, str]]] = dataclasses.field(default_factory=dict)
    indexed: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    views: Mapping[str, str] = dataclasses.field(default_factory=dict)
    searches: Sequence[Search] = (Search("passages_search", "passages", ("text",)),)


def write_sqlite(
    path: Path, tables: Mapping[str, tuple[type[Any], Sequence[Any]]], *, layout: Layout | None = None
) -> None:
    """Write records as tables of a fresh SQLite file, boxes as JSON text, all text printable.

    Parameters
    ----------
    path
        File to write; an older one is replaced.
    tables
        Table name to (record type, records).
    layout
        Keys, views and full-text indexes; without one, there is only an index of the passages' text.

    Raises
    ------
    InputError
        If two rows of a table have the same key.
    """
    with replacing(path) as unfinished:
        connection = sqlite3.connect(unfinished)
        try:
            _fill(connection, tables, layout or Layout())
            connection.commit()
            connection.execute("VACUUM")
        finally:
            connection.close()


def _fill(
    connection: sqlite3.Connection, tables: Mapping[str, tuple[type[Any], Sequence[Any]]], layout: Layout
) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")  # a table may name a row that comes later
    for name, (kind, records) in tables.items():
        columns = list(schema(kind))
        connection.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(_definitions(name, columns, tables, layout))})")
        marks = ", ".join("?" * len(columns))
        rows = ([_sql_value(value) for value in _to_row(record).values()] for record in records)
        try:
            connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608  our own names
        except sqlite3.IntegrityError as error:
            keys = ", ".join(layout.keys[name])
            raise InputError(f"the table {name!r}: two rows have the same {keys}; write it again") from error
        for column in dict.fromkeys((*layout.refers.get(name, ()), *layout.indexed.get(name, ()))):
            index = _quoted(f"{name}_{column}")
            connection.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_quoted(column)})")
    made = set(tables)
    if {"documents", "passages", "spans", "claims"} <= made:
        for name, select in layout.views.items():
            connection.execute(f"CREATE VIEW {_quoted(name)} AS {select}")
            made.add(name)
    for search in layout.searches:
        if search.content in made:
            _index_words(connection, search)


def _definitions(name: str, columns: Sequence[Any], tables: Mapping[str, Any], layout: Layout) -> Iterator[str]:
    """Columns of a table as SQL, then its keys."""
    for column in columns:
        yield f"{_quoted(column.name)} {_SQL_TYPES.get(column.type, 'TEXT')}"
    if keys := layout.keys.get(name):
        yield f"PRIMARY KEY ({', '.join(map(_quoted, keys))})"
    for column, (other, its) in layout.refers.get(name, {}).items():
        if other in tables:
            yield f"FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(other)} ({_quoted(its)})"


def _index_words(connection: sqlite3.Connection, search: Search) -> None:
    """An index that keeps no second copy of the text."""
    columns, name = ", ".join(map(_quoted, search.columns)), _quoted(search.name)
    place = f"content={_quoted(search.content)}, content_rowid={_quoted(search.number)}"
    connection.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, {place})")
    connection.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608  our own names


def _quoted(name: str) -> str:
    return f'"{name}"'


def _sql_value(value: Any) -> Any:
    """Boxes as JSON, their sides rounded to 2 places: Parquet keeps them in single precision."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return json.dumps([{key: round(side, 2) for key, side in box.items()} for box in value])
    return value
