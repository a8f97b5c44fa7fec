import duckdb
import pytest

from python_ml.starter.profiles import profile
from python_ml.starter.sources import open_origin

ROWS = 400


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def profiled(connection, folder, columns, separator=";"):
    """Profiles of a file with these columns, each a function of the row's number."""
    lines = [separator.join(columns)]
    lines += [separator.join(str(value(row)) for value in columns.values()) for row in range(ROWS)]
    (folder / "file.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = open_origin(folder, connection).sources[0]
    return profile(source, connection)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{y}-{m:02}-{d:02}", "%Y-%m-%d"),
        ("{d:02}.{m:02}.{y}", "%d.%m.%Y"),
        ("{d:02}/{m:02}/{y}", "%d/%m/%Y"),
        ("{m:02}/{d:02}/{y}", "%m/%d/%Y"),
        ("{y}{m:02}{d:02}", "%Y%m%d"),
        ("{d:02}.{m:02}.{y} 13:05", "%d.%m.%Y %H:%M"),
        ("{y}-{m:02}-{d:02}T13:05:59", "%Y-%m-%dT%H:%M:%S"),
    ],
)
def test_formats_of_days_are_recognised(connection, tmp_path, written, text):
    def day(row):
        return written.format(y=2020 + row % 5, m=1 + row % 12, d=1 + row % 28)

    found = profiled(connection, tmp_path, {"key": lambda row: f"k{row}", "day": day})["day"]
    assert found.date_formats == (text,)
    assert found.has_time == ("13:05" in written)


def test_days_that_can_be_read_in_two_ways_have_both_formats(connection, tmp_path):
    columns = {"key": str, "day": lambda row: f"{1 + row % 12:02}/{1 + row % 11:02}/2024"}
    found = profiled(connection, tmp_path, columns)["day"]
    assert set(found.date_formats) == {"%d/%m/%Y", "%m/%d/%Y"}


def test_some_dirt_does_not_hide_the_format(connection, tmp_path):
    columns = {"key": str, "day": lambda row: "31.02.2024" if row % 20 == 0 else "28.02.2024"}
    assert profiled(connection, tmp_path, columns)["day"].date_formats == ("%d.%m.%Y",)


@pytest.mark.parametrize(
    ("write", "number_format", "is_marked"),
    [
        (lambda row: f"{row + 1000},50", "comma", False),
        (lambda row: f"1.{row + 100},50", "comma", False),
        (lambda row: f"{row}.5", "point", False),
        (lambda row: f'"1,{row + 100}.50"', "point", False),
        (lambda row: f"€ {row + 100},50", "comma", True),
        (lambda row: f"{row % 90} %", "point", True),
    ],
)
def test_ways_to_write_numbers_are_recognised(
    connection, tmp_path, write, number_format, is_marked
):
    found = profiled(connection, tmp_path, {"key": lambda row: f"k{row}", "number": write})[
        "number"
    ]
    assert (found.number_format, found.is_marked) == (number_format, is_marked)


def test_ranges_words_keys_and_blanks(connection, tmp_path):
    columns = {
        "key": lambda row: f"k{row}",
        "grade": lambda row: "n/a" if row % 3 == 0 else 1 + row % 5,
        "priority": lambda row: ["urgent", "normal"][row % 2],
        "empty": lambda _: "",
    }
    found = profiled(connection, tmp_path, columns)
    assert found["key"].is_unique
    assert (found["grade"].low, found["grade"].high, found["grade"].is_whole) == (1, 5, True)
    assert found["grade"].blanks == ("n/a",)
    assert found["priority"].words == ("normal", "urgent")
    assert not found["priority"].is_unique
    assert found["empty"].filled_share == 0
