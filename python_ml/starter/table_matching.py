"""Which file is which input, and which of its columns holds the customers' keys."""

from dataclasses import dataclass

import duckdb
import numpy as np
from scipy.optimize import linear_sum_assignment

from python_ml.starter.column_matching import ACCEPTED_SCORE, Match, kind_fit, match_columns
from python_ml.starter.contract import InputTable, input_tables
from python_ml.starter.names import similarity
from python_ml.starter.profiles import MOSTLY_UNIQUE, Column, moment_sql
from python_ml.starter.sources import Source, quoted_name

# Share of a column's values that must be customers' keys.
KNOWN_SHARE = 0.5
COMPARED_KEYS = 1_000
TABLE_NAME_WEIGHT = 0.4
# From here on a file is taken for an input.
ACCEPTED_TABLE = 0.55
SURE_TABLE = 0.75
# What a build can do without, though the contract asks for the column: it is filled in.
FILLED_IN = {("subscriptions", "renews_on"), ("subscriptions", "annual_recurring_revenue_amount")}


@dataclass(frozen=True)
class TableMatch:
    """A file that was taken for an input.

    Attributes:
        table: the input.
        source: the file.
        score: how well they fit, in [0, 1].
        columns: a match for each column of the input.
        is_weekly: whether the file's rows are added up by customer and week.
        alternatives: other files that could be this input.
    """

    table: InputTable
    source: Source
    score: float
    columns: list[Match]
    is_weekly: bool
    alternatives: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether nobody needs to look at the choice of the file."""
        return self.score >= SURE_TABLE


@dataclass(frozen=True)
class Matching:
    """What the files were taken for.

    Attributes:
        tables: input -> its file.
        customer_columns: file -> its column with the customers' keys, None if it has none.
        unmatched: files that were taken for nothing.
    """

    tables: dict[str, TableMatch]
    customer_columns: dict[str, str | None]
    unmatched: list[Source]


def match_tables(
    sources: list[Source],
    profiles: dict[str, dict[str, Column]],
    connection: duckdb.DuckDBPyConnection,
) -> Matching:
    """Assign files to inputs.

    Args:
        sources: the company's files.
        profiles: file -> what its columns hold.
        connection: the scratch database they are in.

    Returns:
        Matching: customers are always matched.

    Raises:
        ValueError: if no file can be the customers.
    """
    customers, key = _find_customers(sources, profiles, connection)
    customer_columns = {
        source.name: _customer_column(source, profiles[source.name], customers, key, connection)
        for source in sources
    }
    customer_columns[customers.name] = key
    others = [source for source in sources if source is not customers]
    found = _assign(others, profiles, customer_columns, connection)
    tables = input_tables()
    found["customers"] = _as_input(tables["customers"], customers, profiles, key, is_weekly=False)
    taken = {match.source.name for match in found.values()}
    return Matching(
        tables={name: found[name] for name in tables if name in found},
        customer_columns=customer_columns,
        unmatched=[source for source in sources if source.name not in taken],
    )


def _find_customers(sources, profiles, connection):
    """The file with one row per customer: its key is unique, and other files refer to it."""
    table = input_tables()["customers"]
    candidates = [
        (source, column)
        for source in sources
        for column in profiles[source.name].values()
        if column.is_unique and kind_fit("key", column) and not column.type.startswith("DOUBLE")
    ]
    if not candidates:
        raise ValueError(
            "No file has a column whose values are all different, so none can be the customers. "
            "Add a file with one row per customer and a column with their key."
        )

    def score(candidate):
        source, column = candidate
        others = [other for other in sources if other is not source]
        referring = sum(
            _customer_column(other, profiles[other.name], source, column.name, connection)
            is not None
            for other in others
        )
        reach = referring / len(others) if others else 0.0
        named = similarity(source.name, (table.name, *table.synonyms))
        key = similarity(column.name, (table.columns[0].name, *table.columns[0].synonyms))
        return reach + named + 0.5 * key + _coverage(table, profiles[source.name], column.name)

    return_candidate = max(candidates, key=score)
    return return_candidate[0], return_candidate[1].name


def _coverage(table, columns, key):
    """Mean score of the input's columns: many of them found speaks for the file."""
    return float(np.mean([match.score for match in match_columns(table, columns, key)]))


def _customer_column(source, columns, customers, key, connection):
    """The column most of whose values are keys of customers."""
    names = [
        column.name
        for column in columns.values()
        if kind_fit("customer", column) and not column.words and not column.is_boolean
    ]
    if source is customers or not names:
        return None
    shares = [_known_share(source, name, customers, key, connection) for name in names]
    best = max(range(len(names)), key=lambda position: (shares[position], -position))
    return names[best] if shares[best] >= KNOWN_SHARE else None


def _known_share(source, name, customers, key, connection):
    values = (
        f'select distinct {quoted_name(name)} as value from "{source.table}_sample" '
        f"where {quoted_name(name)} is not null order by 1 limit {COMPARED_KEYS}"
    )
    keys = f'select cast({quoted_name(key)} as varchar) from "{customers.table}"'
    known, total = connection.execute(
        f"select count(*) filter (value in ({keys})), count(*) from ({values})"
    ).fetchone()
    return known / total if total else 0.0


def _assign(sources, profiles, customer_columns, connection):
    tables = [table for name, table in input_tables().items() if name != "customers"]
    if not sources:
        return {}
    found = [
        [
            _candidate(table, source, profiles, customer_columns[source.name], connection)
            for source in sources
        ]
        for table in tables
    ]
    scores = np.array([[match.score if match else 0.0 for match in row] for row in found])
    usable = np.where(scores >= ACCEPTED_TABLE, scores, 0.0)
    rows, positions = linear_sum_assignment(usable, maximize=True)
    return {
        tables[row].name: _with_rivals(found[row], position)
        for row, position in zip(rows, positions, strict=True)
        if usable[row, position] > 0
    }


def _with_rivals(row, position):
    chosen = row[position]
    rivals = sorted(
        (match for match in row if match and match is not chosen and match.score >= ACCEPTED_TABLE),
        key=lambda match: -match.score,
    )
    return TableMatch(
        chosen.table,
        chosen.source,
        chosen.score,
        chosen.columns,
        chosen.is_weekly,
        tuple(match.source.label for match in rivals),
    )


def _candidate(table, source, profiles, customer_column, connection):
    """The file as an input, or None if it cannot be."""
    if customer_column is None or source.row_count == 0:
        return None
    match = _as_input(table, source, profiles, customer_column, is_weekly=False)
    if table.name != "usage":
        return match if _has_what_is_needed(match) else None
    week = next(column for column in match.columns if column.column.name == "week_start_on")
    if week.source is None:
        return None
    is_weekly = week.source.has_time or not _is_grain(
        source, customer_column, week.source, connection
    )
    return _as_input(table, source, profiles, customer_column, is_weekly=is_weekly)


def _is_grain(source, customer_column, day, connection):
    """Whether a customer has at most one row a week, on the same day of every week."""
    moment = moment_sql(day)
    rows, pairs, days, weeks = connection.execute(
        f"select count(day), count(distinct (customer, day)), count(distinct day), "
        f"count(distinct date_trunc('week', day)) from (select {quoted_name(customer_column)} "
        "as customer, "
        f'cast({moment} as date) as day from "{source.table}")'
    ).fetchone()
    return days == weeks and pairs >= MOSTLY_UNIQUE * rows


def _has_what_is_needed(match):
    return all(
        found.source is not None
        for found in match.columns
        if found.column.is_required
        and found.column.kind != "key"
        and (match.table.name, found.column.name) not in FILLED_IN
    )


def _as_input(table, source, profiles, customer_column, *, is_weekly):
    columns = match_columns(table, profiles[source.name], customer_column)
    named = similarity(source.name, (table.name, *table.synonyms))
    needed = [
        match.score
        for match in columns
        if match.column.is_required
        and match.column.name != "customer_id"
        # Rows that are added up are counted where there is nothing to add.
        and not (is_weekly and match.column.name == "session_count")
    ]
    fit = float(np.mean(needed)) if needed else 1.0
    others = [match.score for match in columns if not match.column.is_required and match.source]
    bonus = min(0.1, 0.05 * len(others))
    score = min(1.0, TABLE_NAME_WEIGHT * named + (1 - TABLE_NAME_WEIGHT) * fit + bonus)
    if named < ACCEPTED_SCORE and fit < SURE_TABLE:
        score = 0.0
    return TableMatch(table, source, score, columns, is_weekly, ())
