"""What could be a goal: things that happen to customers and were taken for no input."""

from dataclasses import dataclass

from python_ml.starter.names import identifier, similarity
from python_ml.starter.profiles import Column
from python_ml.starter.sources import Source
from python_ml.starter.table_matching import Matching

# Of one file at most so many amounts are proposed.
AMOUNT_LIMIT = 4
ALWAYS_FILLED = 0.99
MONEY = (
    "amount",
    "total",
    "price",
    "value",
    "spend",
    "revenue",
    "paid in",
    "balance",
    "deposit",
    "basket total",
)


@dataclass(frozen=True)
class Metric:
    """Something that can be observed of a customer on a day, and could be a goal.

    Attributes:
        name: name of the metric.
        title: name that people read.
        source: the file it is in.
        customer_column: the file's column with the customers' keys.
        date: the column that says when it happened.
        value: the column that says how much; None if it only happened.
    """

    name: str
    title: str
    source: Source
    customer_column: str
    date: Column
    value: Column | None


def find_metrics(matching: Matching, profiles: dict[str, dict[str, Column]]) -> list[Metric]:
    """The metrics in the files that were taken for no input.

    Args:
        matching: what the files were taken for.
        profiles: file -> what its columns hold.

    Returns:
        list: for each file that has days its rows as events, then what happens on a day of its own,
        then amounts.
    """
    found = []
    for source in matching.unmatched:
        customer_column = matching.customer_columns[source.name]
        days = [column for column in profiles[source.name].values() if column.date_formats]
        if customer_column is None or not days:
            continue
        found += _metrics_of(source, customer_column, days, profiles[source.name])
    return found


def _metrics_of(source, customer_column, days, columns):
    main = max(days, key=lambda column: column.filled_share)
    metrics = [_metric(source, customer_column, main, None, source.name)]
    # A day that many rows lack, such as that of an activation, is something that may still happen.
    metrics += [
        _metric(source, customer_column, day, None, f"{source.name} {day.name}")
        for day in days
        if day is not main and day.filled_share < ALWAYS_FILLED
    ]
    amounts = [
        column
        for column in columns.values()
        if column.number_format
        and not column.date_formats
        and column.name != customer_column
        and not (column.is_unique and column.is_whole)
    ]
    amounts.sort(key=lambda column: -similarity(column.name, MONEY))
    metrics += [
        _metric(source, customer_column, main, amount, f"{source.name} {amount.name}")
        for amount in amounts[:AMOUNT_LIMIT]
    ]
    return metrics


def _metric(source, customer_column, date, value, name):
    title = identifier(name).replace("_", " ").capitalize()
    return Metric(identifier(name), title, source, customer_column, date, value)
