import re

import duckdb
import pytest

from python_ml.starter.sources import open_origin


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_separators_quotes_and_encodings_are_recognised(connection, tmp_path, separator, encoding):
    rows = [["key", "name"], *([str(row), f'"Müller{separator} {row}"'] for row in range(30))]
    text = "\n".join(separator.join(row) for row in rows) + "\n"
    (tmp_path / "Kunden 1.csv").write_bytes(text.encode(encoding))
    source = open_origin(tmp_path, connection).sources[0]
    assert (source.name, source.label, source.row_count) == ("kunden_1", "Kunden 1.csv", 30)
    assert list(source.columns) == ["key", "name"]
    reader = source.relation.replace("{folder}", str(tmp_path))
    assert connection.sql(f"select name from {reader} where key = '7'").fetchall() == [
        (f"Müller{separator} 7",)
    ]


def test_quotes_that_come_after_the_sample_are_read(connection, tmp_path):
    lines = ["key,name", *(f"{row},plain" for row in range(30_000)), '30000,"one, two"']
    (tmp_path / "late.csv").write_text("\n".join(lines) + "\n")
    source = open_origin(tmp_path, connection).sources[0]
    assert connection.sql(f"select name from {source.table} where key = '30000'").fetchall() == [
        ("one, two",)
    ]


def test_tables_and_views_of_a_database_are_read(connection, tmp_path):
    path = tmp_path / "company.duckdb"
    with duckdb.connect(str(path)) as company:
        company.execute("create table clients as select 1 as id")
        company.execute("create schema crm; create view crm.calls as select 2 as id")
    origin = open_origin(path, connection)
    assert origin.is_database
    assert [(source.name, source.label) for source in origin.sources] == [
        ("crm_calls", "crm.calls"),
        ("clients", "clients"),
    ]


def write(name, content):
    def make(folder):
        (folder / name).write_bytes(content)
        return folder

    return make


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder / "nowhere", "is not there. Name a folder"),
        (lambda folder: folder, "holds nothing to read"),
        (lambda folder: write("a.csv", b"x\n1\n")(folder) / "a.csv", "is a single file"),
        (write("empty.csv", b""), "is empty. Its first line must name its columns"),
        (write("broken.parquet", b"no parquet"), "broken.parquet' cannot be read"),
        (lambda folder: write("x.duckdb", b"none")(folder) / "x.duckdb", "cannot be opened"),
        (
            lambda folder: write("b.csv", b"x\n1\n")(write("b.tsv", b"x\n1\n")(folder)),
            "'b.csv' and 'b.tsv' would both be called 'b'",
        ),
    ],
)
def test_what_cannot_be_read_ends_in_a_sentence(connection, tmp_path, make, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        open_origin(make(tmp_path), connection)
    assert "\n" not in str(caught.value)
