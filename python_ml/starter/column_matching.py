"""Which column of a file is which column of an input: the assignment with the highest score."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from python_ml.starter.contract import InputColumn, InputTable
from python_ml.starter.names import similarity
from python_ml.starter.profiles import Column

# A name counts this much, what the values look like the rest.
NAME_WEIGHT = 0.8
# From here on a column that the input can do without is taken over.
ACCEPTED_SCORE = 0.5
# A needed column is taken at less, and marked.
NEEDED_SCORE = 0.15
# From here on nobody needs to look, unless another column is nearly as good.
SURE_SCORE = 0.7
NEARLY_AS_GOOD = 0.8
# A gigabyte, a price: what whole people, seats or sessions are not.
NUMERIC_KINDS = {"amount", "count", "rate", "probability", "score_1_to_5", "score_0_to_10"}


@dataclass(frozen=True)
class Match:
    """A column of an input, and the column of the file it comes from.

    Attributes:
        column: column of the input.
        source: column of the file; None if there is none.
        score: how well they fit, in [0, 1].
        alternatives: other columns of the file that fit nearly as well, the best first.
        is_sure: whether nobody needs to look.
    """

    column: InputColumn
    source: Column | None
    score: float
    alternatives: tuple[str, ...]
    is_sure: bool


def kind_fit(kind: str, column: Column) -> float:
    """How well the values of a column fit a kind.

    Args:
        kind: kind of the input's column.
        column: what the file's column holds.

    Returns:
        float: 0 if they cannot be of the kind, 1 if they look like it.
    """
    if column.filled_share == 0:
        return 0.0
    if kind in ("date", "timestamp"):
        return 1.0 if column.date_formats else 0.0
    if kind in NUMERIC_KINDS:
        return _number_fit(kind, column)
    if kind == "boolean":
        return 1.0 if column.is_boolean else 0.0
    if kind in ("key", "customer"):
        return _key_fit(kind, column)
    return _text_fit(kind, column)


def _number_fit(kind, column):
    if not column.number_format or column.date_formats:
        return 0.0
    low, high = column.low or 0.0, column.high or 0.0
    if kind == "count":
        return 1.0 if column.is_whole and low >= 0 else 0.0
    if kind == "amount":
        return 1.0
    ranges = {
        "rate": (0, 100),
        "probability": (0, 1),
        "score_1_to_5": (1, 5),
        "score_0_to_10": (0, 10),
    }
    lowest, highest = ranges[kind]
    return 1.0 if lowest <= low and high <= highest else 0.0


def _key_fit(kind, column):
    if column.has_time or (column.date_formats and column.number_format == ""):
        return 0.0
    if column.number_format and not column.is_whole:
        return 0.0
    if kind == "key":
        return 1.0 if column.is_unique else 0.0
    return 1.0


def _text_fit(kind, column):
    if column.has_time or column.is_unique:
        return 0.0
    if kind == "word":
        return 1.0 if column.words else 0.0
    return 0.3 if column.number_format and not column.words else 1.0


def match_columns(
    table: InputTable, columns: dict[str, Column], customer_column: str | None
) -> list[Match]:
    """Assign columns of a file to those of an input.

    Args:
        table: the input.
        columns: what the file's columns hold.
        customer_column: the file's column with the customers' keys; it is taken for customer_id.

    Returns:
        list: a match for each column of the input, in its order.
    """
    names = list(columns)
    scores = np.array(
        [
            [_score(column, columns[name], customer_column) for name in names]
            for column in table.columns
        ]
    )
    wanted = np.array([NEEDED_SCORE if c.is_required else ACCEPTED_SCORE for c in table.columns])
    # What would not be accepted must not take a column from another.
    usable = np.where(scores >= wanted[:, None], scores, 0.0)
    rows, positions = linear_sum_assignment(usable, maximize=True)
    chosen = {
        row: position
        for row, position in zip(rows, positions, strict=True)
        if usable[row, position] > 0
    }
    taken = set(chosen.values())
    return [
        _match(column, scores[row], chosen.get(row), taken, columns)
        for row, column in enumerate(table.columns)
    ]


def _score(column, found, customer_column):
    if found.name == customer_column:
        return 1.0 if column.name == "customer_id" else 0.0
    if column.name == "customer_id" and customer_column is not None:
        return 0.0
    fit = kind_fit(column.kind, found)
    alike = similarity(found.name, (column.name, *column.synonyms))
    return fit * (NAME_WEIGHT * alike + (1 - NAME_WEIGHT))


def _match(column, scores, position, taken, columns):
    names = list(columns)
    if position is None:
        return Match(column, None, 0.0, (), is_sure=True)
    score = float(scores[position])
    order = sorted(range(len(names)), key=lambda other: (-scores[other], other))
    rivals = [
        other
        for other in order
        # By its values alone nearly everything fits.
        if other != position and scores[other] >= max(NEARLY_AS_GOOD * score, ACCEPTED_SCORE - 0.1)
    ]
    is_rivalled = any(other not in taken for other in rivals)
    is_ambiguous = len(columns[names[position]].date_formats) > 1 and column.kind in (
        "date",
        "timestamp",
    )
    return Match(
        column,
        columns[names[position]],
        score,
        tuple(names[other] for other in rivals[:3]),
        is_sure=score >= SURE_SCORE and not is_rivalled and not is_ambiguous,
    )
