"""What the columns of a table hold: dates and their format, numbers and theirs, words, keys."""

import datetime as dt
from dataclasses import dataclass

import duckdb

from python_ml.starter.sources import Source, quoted_name

# What people write for "nothing".
BLANKS = ("n/a", "na", "null", "nan", "-", "#n/a", "\\n")
DAYS = (
    *("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d-%m-%Y", "%m-%d-%Y"),
    *("%Y/%m/%d", "%d.%m.%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y"),
)
TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", "T%H:%M:%SZ", " %I:%M %p")
FORMATS = tuple(day + time for day in DAYS for time in TIMES)
TRUTHS = ("true", "false", "yes", "no", "y", "n", "t", "f", "0", "1", "ja", "nein")
WORD_LIMIT = 30
RULED_OUT_BY = 40
# Share of the values that must be of a kind for the column to be: the rest is dirt.
MOSTLY = 0.9
# Of a key's values so many are different; the rest are copies of rows.
MOSTLY_UNIQUE = 0.98
# The approximate count of different values may be off by this much.
APPROXIMATION = 0.85
NUMBER_MARKS = r"[€$£%''\s]"
POINT_NUMBER = r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?"
COMMA_NUMBER = r"[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"


@dataclass(frozen=True)
class Column:
    """What a column holds.

    Attributes:
        name: its name in the source.
        type: its DuckDB type.
        filled_share: share of the rows with a value.
        distinct_count: different values, approximately.
        is_unique: whether no value comes twice (but for a few copies of rows).
        blanks: words that stand for nothing.
        date_formats: formats that fit most values, the best first; 'typed' if it is a date already.
        has_time: whether the dates come with a time of the day.
        number_format: 'typed', 'point', 'comma' (decimal) or empty if it holds no numbers.
        low: a low value (1% of the values are lower); None without numbers.
        high: a high value.
        is_whole: whether the numbers are whole.
        is_marked: whether values hold a currency or percent sign.
        is_boolean: whether it holds yes and no.
        words: its values, if they are few; the most frequent first.
        longest: length of the longest value.
    """

    name: str
    type: str
    filled_share: float
    distinct_count: int
    is_unique: bool
    blanks: tuple[str, ...]
    date_formats: tuple[str, ...]
    has_time: bool
    number_format: str
    low: float | None
    high: float | None
    is_whole: bool
    is_marked: bool
    is_boolean: bool
    words: tuple[str, ...]
    longest: int


def profile(source: Source, connection: duckdb.DuckDBPyConnection) -> dict[str, Column]:
    """Look at every column of a source: counts on all rows, patterns on the sample.

    Args:
        source: the source.
        connection: the scratch database it is in.

    Returns:
        dict: column -> what it holds, in the source's order.
    """
    counts = _counts(source, connection)
    return {name: _column(source, name, counts[name], connection) for name in source.columns}


def _counts(source, connection):
    """Filled and different values of all columns, in one pass over all rows."""
    parts = []
    for name in source.columns:
        column = quoted_name(name)
        parts += [f"count({column})", f"approx_count_distinct({column})"]
    row = connection.execute(f'select {", ".join(parts)} from "{source.table}"').fetchone()
    return {
        name: (row[2 * position], row[2 * position + 1])
        for position, name in enumerate(source.columns)
    }


def _column(source, name, counts, connection):
    filled, distinct = counts
    column = quoted_name(name)
    blanks = _blanks(source, column, connection)
    connection.execute(
        f"create or replace temp view looked_at as select trim({column}) as value "
        f"from \"{source.table}_sample\" where trim({column}) <> '' "
        f"and lower(trim({column})) not in ({_listed(BLANKS)})"
    )
    total, longest, true_count = connection.execute(
        "select count(*), coalesce(max(length(value)), 0), "
        f"count(*) filter (lower(value) in ({_listed(TRUTHS)})) from looked_at"
    ).fetchone()
    formats, has_time = _dates(source.columns[name], total, connection)
    number_format, is_marked = ("", False)
    if not formats or formats[0] == "%Y%m%d":
        number_format, is_marked = _numbers(source.columns[name], total, connection)
    low, high, is_whole = _range(number_format, connection)
    return Column(
        name=name,
        type=source.columns[name],
        filled_share=filled / source.row_count if source.row_count else 0.0,
        distinct_count=distinct,
        is_unique=_is_unique(source, column, filled, distinct, connection),
        blanks=blanks,
        date_formats=formats,
        has_time=has_time,
        number_format=number_format,
        low=low,
        high=high,
        is_whole=is_whole,
        is_marked=is_marked,
        is_boolean=source.columns[name] == "BOOLEAN" or (total > 0 and true_count == total),
        words=_words(distinct, connection),
        longest=longest,
    )


def _is_unique(source, column, filled, distinct, connection):
    # The approximation may be off by some percent: only what may be a key is counted exactly.
    if not filled or distinct < APPROXIMATION * filled:
        return False
    exact = connection.execute(f'select count(distinct {column}) from "{source.table}"').fetchone()[
        0
    ]
    return exact >= MOSTLY_UNIQUE * filled


def _blanks(source, column, connection):
    rows = connection.execute(
        f'select distinct trim({column}) from "{source.table}_sample" '
        f"where lower(trim({column})) in ({_listed(BLANKS)}) order by 1"
    ).fetchall()
    return tuple(row[0] for row in rows)


def _dates(kind, total, connection):
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        midnight = connection.execute(
            "select count(*) from looked_at where not regexp_matches(value, '(^[^ ]*$)|( "
            "00:00:00)')"
        ).fetchone()[0]
        return ("typed",), midnight > 0
    if kind != "VARCHAR" or not total:
        # Days as whole numbers, such as 20240131, are the only other way to write them.
        return _fitting(["%Y%m%d"], total, connection) if "INT" in kind else ((), False)
    return _fitting(FORMATS, total, connection)


def _fitting(formats, total, connection):
    if not total:
        return (), False
    # Most formats fit nothing, and the database takes long to try each: a few values rule them out.
    few = connection.execute(f"select value from looked_at limit {RULED_OUT_BY}").fetchall()
    formats = [text for text in formats if any(_is_written(value, text) for (value,) in few)]
    if not formats:
        return (), False
    counts = _fit_counts(formats, connection)
    ranked = sorted(zip(formats, counts, strict=True), key=lambda pair: -pair[1])
    best = tuple(
        text for text, count in ranked if count == ranked[0][1] and count >= MOSTLY * total
    )
    return best, bool(best) and ("%H" in best[0] or "%I" in best[0])


def _is_written(value, text):
    try:
        dt.datetime.strptime(value, text)  # noqa: DTZ007 -- only whether it can be read
    except ValueError:
        return False
    return True


def _fit_counts(formats, connection):
    fits = ", ".join(
        f"count(*) filter (year(try_strptime(value, '{text}')) between 1900 and 2100 "
        f"{_shape(text)})"
        for text in formats
    )
    return connection.execute(f"select {fits} from looked_at").fetchone()


def _shape(text):
    """Eight digits are a day only if nothing else stands there; two digits are no year of four."""
    if text.startswith("%Y%m%d"):
        return r"and regexp_matches(value, '^\d{8}([^\d]|$)')"
    if "%y" in text:
        return r"and regexp_matches(value, '\.\d{2}([^\d]|$)')"
    if "%Y" in text:
        return r"and regexp_matches(value, '\d{4}')"
    return ""


def _numbers(kind, total, connection):
    if _is_number_type(kind):
        return "typed", False
    if kind != "VARCHAR" or not total:
        return "", False
    bare = f"regexp_replace(value, '{NUMBER_MARKS}', '', 'g')"
    point, comma, marked = connection.execute(
        f"select count(*) filter (regexp_full_match({bare}, '{POINT_NUMBER}')), "
        f"count(*) filter (regexp_full_match({bare}, '{COMMA_NUMBER}')), "
        f"count(*) filter (value <> {bare}) from looked_at"
    ).fetchone()
    if max(point, comma) < MOSTLY * total:
        return "", False
    return ("comma" if comma > point else "point"), marked > 0


def _is_number_type(kind):
    return any(word in kind for word in ("INT", "DOUBLE", "FLOAT", "DECIMAL", "REAL"))


def number_sql(value: str, number_format: str) -> str:
    """SQL that reads a number, null where there is none.

    Args:
        value: SQL of the text.
        number_format: 'typed', 'point' or 'comma'.

    Returns:
        str: SQL of type double.
    """
    if number_format == "typed":
        return f"try_cast({value} as double)"
    bare = f"regexp_replace({value}, '{NUMBER_MARKS}', '', 'g')"
    if number_format == "comma":
        return f"try_cast(replace(replace({bare}, '.', ''), ',', '.') as double)"
    return f"try_cast(replace({bare}, ',', '') as double)"


def moment_sql(column: Column) -> str:
    """SQL that reads a day or moment, null where there is none.

    Args:
        column: a column with dates.

    Returns:
        str: SQL of type timestamp.
    """
    name, text = quoted_name(column.name), column.date_formats[0]
    if text == "typed":
        return f"cast({name} as timestamp)"
    return f"try_strptime(trim(cast({name} as varchar)), '{text}')"


def _range(number_format, connection):
    if not number_format:
        return None, None, False
    number = number_sql("value", number_format)
    low, high, broken = connection.execute(
        f"select quantile_disc(number, 0.01), quantile_disc(number, 0.99), "
        f"count(*) filter (number <> floor(number)) from (select {number} as number from looked_at)"
    ).fetchone()
    return low, high, broken == 0


def _words(distinct, connection):
    if distinct > 2 * WORD_LIMIT:
        return ()
    rows = connection.execute(
        "select value from looked_at group by value order by count(*) desc, value "
        f"limit {WORD_LIMIT + 1}"
    ).fetchall()
    return tuple(row[0] for row in rows) if len(rows) <= WORD_LIMIT else ()


def _listed(words):
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)
