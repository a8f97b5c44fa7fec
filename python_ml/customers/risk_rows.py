"""Outcomes that came about by themselves as training rows, goal by goal."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# With less, the rate of all customers predicts as well as a model of each.
MINIMUM_ROWS = 200
MINIMUM_ROWS_PER_CLASS = 20
# With fewer, no model could be judged by customers it has not seen.
MINIMUM_FOLDS = 2


def learnable_goals(rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The goals with enough customers left alone, and enough of either outcome, to learn from.

    Args:
        rows: pyarrow.Table of training rows: training_row_id, goal, was_reached, was_treated and
            fold.

    Yields:
        tuple: the goal, and all its rows in the order of their key.
    """
    rows = rows.sort_by("training_row_id")
    for goal in sorted(rows.column("goal").unique().to_pylist()):
        of_goal = rows.filter(pc.equal(rows.column("goal"), goal))
        alone = left_alone(of_goal)
        reached = labels_of(alone).sum()
        if (
            alone.num_rows >= MINIMUM_ROWS
            and min(reached, alone.num_rows - reached) >= MINIMUM_ROWS_PER_CLASS
            and len(alone.column("fold").unique()) >= MINIMUM_FOLDS
        ):
            yield goal, of_goal


def left_alone(rows: pa.Table) -> pa.Table:
    """The rows whose outcome came about without an action.

    Args:
        rows: pyarrow.Table of n rows with was_treated.

    Returns:
        pyarrow.Table.
    """
    return rows.filter(pc.invert(rows.column("was_treated")))


def labels_of(rows: pa.Table) -> np.ndarray:
    """Whether the goal was reached.

    Args:
        rows: pyarrow.Table of n rows with was_reached.

    Returns:
        (n,) float64 of 0 and 1.
    """
    return rows.column("was_reached").to_numpy().astype(np.float64)
