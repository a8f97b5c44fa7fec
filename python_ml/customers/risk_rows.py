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
    """The goals with enough rows, and enough of either outcome, to learn from.

    Args:
        rows: pyarrow.Table of training rows: training_row_id, goal, was_reached and fold.

    Yields:
        tuple: the goal, and its rows in the order of their key.
    """
    rows = rows.sort_by("training_row_id")
    for goal in sorted(rows.column("goal").unique().to_pylist()):
        of_goal = rows.filter(pc.equal(rows.column("goal"), goal))
        reached = labels_of(of_goal).sum()
        if (
            of_goal.num_rows >= MINIMUM_ROWS
            and min(reached, of_goal.num_rows - reached) >= MINIMUM_ROWS_PER_CLASS
            and len(of_goal.column("fold").unique()) >= MINIMUM_FOLDS
        ):
            yield goal, of_goal


def labels_of(rows: pa.Table) -> np.ndarray:
    """Whether the goal was reached.

    Args:
        rows: pyarrow.Table of n rows with was_reached.

    Returns:
        (n,) float64 of 0 and 1.
    """
    return rows.column("was_reached").to_numpy().astype(np.float64)
