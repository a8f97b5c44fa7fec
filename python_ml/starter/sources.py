"""Opens a company's files, or the tables of a DuckDB file, in one scratch database."""

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_ml.starter.names import identifier

TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".gz"}
DATABASE_SUFFIXES = {".duckdb", ".db", ".ddb"}
SAMPLE_SIZE = 5_000
SNIFFED_ROWS = 20_480
NO_MARK = ("(empty)", "\x00", "", None)


@dataclass(frozen=True)
class Source:
    """A table of the company.

    Attributes:
        name: its name in the project, in lower case with underscores.
        label: what the user calls it: a file, or a table.
        relation: SQL by which the project reads it; `{folder}` stands for the company's folder.
        table: its name in the scratch database.
        columns: column -> DuckDB type.
        row_count: rows.
    """

    name: str
    label: str
    relation: str
    table: str
    columns: dict[str, str]
    row_count: int


@dataclass(frozen=True)
class Origin:
    """Where a company's tables are.

    Attributes:
        path: the folder or the DuckDB file.
        is_database: whether it is a DuckDB file.
        sources: its tables, by name.
    """

    path: Path
    is_database: bool
    sources: list[Source]


def open_origin(path: Path, connection: duckdb.DuckDBPyConnection) -> Origin:
    """Read what is in a folder or a DuckDB file.

    Args:
        path: folder with CSV and Parquet files, or a DuckDB file.
        connection: scratch database; a table and a sample (`<table>_sample`) are made for each
            source.

    Returns:
        Origin: with a source for each file or table, in the order of their names.

    Raises:
        ValueError: if there is nothing to read, or something cannot be read.
    """
    if path.is_dir():
        sources = [_open_file(file, connection) for file in _files(path)]
    elif path.is_file() and path.suffix.lower() in DATABASE_SUFFIXES:
        sources = _open_database(path, connection)
    elif path.is_file():
        raise ValueError(
            f"'{path}' is a single file. Name the folder that holds your files, or a DuckDB file "
            f"({', '.join(sorted(DATABASE_SUFFIXES))})."
        )
    else:
        raise ValueError(
            f"'{path}' is not there. Name a folder of CSV or Parquet files, or a DuckDB file."
        )
    if not sources:
        raise ValueError(
            f"'{path}' holds nothing to read. Put CSV (.csv, .tsv, .txt, also .gz) or Parquet "
            "files there."
        )
    _require_different_names(sources)
    return Origin(path.resolve(), path.is_file(), sources)


def _files(folder):
    return [
        file
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix.lower() in TEXT_SUFFIXES | {".parquet"}
    ]


def _require_different_names(sources):
    labels = {}
    for source in sources:
        if source.name in labels:
            raise ValueError(
                f"'{labels[source.name]}' and '{source.label}' would both be called "
                f"'{source.name}'. "
                "Rename one of them, or move it out of the folder."
            )
        labels[source.name] = source.label


def _open_file(file, connection):
    name = identifier(re.sub(r"(\.(csv|tsv|txt|gz|parquet))+$", "", file.name, flags=re.IGNORECASE))
    if file.suffix.lower() == ".parquet":
        reader = "read_parquet('{path}')"
    else:
        reader = _csv_reader(file, connection)
    relation = reader.replace("{path}", "{folder}/" + _quoted(file.name))
    try:
        return _made(name, file.name, relation, reader.replace("{path}", _quoted(file)), connection)
    except duckdb.Error as error:
        raise ValueError(f"'{file}' cannot be read: {_first_line(error)}") from error


def _csv_reader(file, connection):
    """The reader of a CSV file with its dialect written out, so that every run reads it alike."""
    if file.stat().st_size == 0:
        raise ValueError(
            f"'{file}' is empty. Its first line must name its columns; or remove the file."
        )
    for encoding in _encodings(file):
        try:
            found = connection.execute(
                "select delimiter, quote, escape, skiprows from sniff_csv(?, "
                "encoding = ?, all_varchar = true, header = true, sample_size = ?)",
                [str(file), encoding, SNIFFED_ROWS],
            ).fetchone()
            return _reader_in(encoding, found, file, connection)
        except duckdb.Error as error:
            problem = error
    raise ValueError(
        f"'{file}' cannot be read as CSV: {_first_line(problem)} Export it again with one "
        "separator, "
        "quotes around texts and in UTF-8 or Latin-1."
    )


def _reader_in(encoding, dialect, file, connection):
    """The reader by which all rows can be read, and not only those the sniffer saw."""
    delimiter, quote, escape, skipped = dialect
    # The sniffer says "(empty)" where the rows it saw use none; later ones may.
    if quote in NO_MARK:
        quoted, plain = (('"', '"'), ("", ""))
    else:
        quoted = plain = (quote, quote if escape in NO_MARK else escape)
    try:
        reader = _reader(encoding, delimiter, *quoted, skipped)
        _read_all(reader, file, connection)
    except duckdb.Error:
        reader = _reader(encoding, delimiter, *plain, skipped)
        _read_all(reader, file, connection)
    return reader


def _read_all(reader, file, connection):
    connection.execute(
        f"select bit_xor(hash(r)) from {reader.replace('{path}', _quoted(file))} as r"
    ).fetchone()


def _encodings(file):
    with file.open("rb") as opened:
        start = opened.read(2)
    return ["utf-16"] if start in (b"\xff\xfe", b"\xfe\xff") else ["utf-8", "latin-1"]


def _reader(encoding, delimiter, quote, escape, skipped):
    options = [
        "header = true",
        "all_varchar = true",
        f"delim = '{_quoted(delimiter)}'",
        f"quote = '{_quoted(quote)}'",
        f"escape = '{_quoted(escape)}'",
        "null_padding = true",
    ]
    if skipped:
        options.append(f"skip = {skipped}")
    if encoding != "utf-8":
        options.append(f"encoding = '{encoding}'")
    return "read_csv('{path}', " + ", ".join(options) + ")"


def _open_database(path, connection):
    try:
        connection.execute(f"attach '{_quoted(path)}' as company (read_only)")
    except duckdb.Error as error:
        raise ValueError(
            f"'{path}' cannot be opened as a DuckDB file: {_first_line(error)}"
        ) from error
    tables = connection.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = 'company' order by 1, 2"
    ).fetchall()
    return [
        _made(
            identifier(table if schema == "main" else f"{schema} {table}"),
            table if schema == "main" else f"{schema}.{table}",
            f'company."{schema}"."{table}"',
            f'company."{schema}"."{table}"',
            connection,
        )
        for schema, table in tables
    ]


def _made(name, label, relation, reader, connection):
    """Copy text, which is slow to read again and again; look at the rest where it is."""
    table = f"source_{name}"
    kind = "table" if reader.startswith("read_csv") else "view"
    connection.execute(f'create or replace {kind} "{table}" as select * from {reader}')
    columns = dict(
        connection.execute(f'select column_name, column_type from (describe "{table}")').fetchall()
    )
    row_count = connection.execute(f'select count(*) from "{table}"').fetchone()[0]
    step = max(1, row_count // SAMPLE_SIZE)
    as_text = ", ".join(
        f"cast({quoted_name(column)} as varchar) as {quoted_name(column)}" for column in columns
    )
    connection.execute(
        f'create or replace table "{table}_sample" as select {as_text} '
        f'from (select *, row_number() over () as _position from "{table}") '
        f"where _position % {step} = 0"
    )
    return Source(name, label, relation, table, columns, row_count)


def quoted_name(column: str) -> str:
    """A column's name as SQL quotes it.

    Args:
        column: any text.

    Returns:
        str: in double quotes.
    """
    return '"' + column.replace('"', '""') + '"'


def _quoted(text):
    return str(text).replace("'", "''")


def _first_line(error):
    return str(error).strip().splitlines()[0].rstrip(".") + "."
