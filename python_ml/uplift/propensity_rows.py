"""Past actions as training rows of the propensity model."""

import numpy as np
import pyarrow as pa

from python_ml.customers.feature_encoding import encode

# Below this, an action's successes say more about chance than about customers.
MINIMUM_ROWS_PER_ACTION = 50
# With fewer, no model could be judged by customers it has not seen.
MINIMUM_FOLDS = 2


def learnable_actions(action_ids: np.ndarray, was_successful: np.ndarray) -> list[str]:
    """Actions with enough rows, and both successes and failures, to learn from.

    Args:
        action_ids: (n,) text array.
        was_successful: (n,) bool array.

    Returns:
        list of str, sorted.
    """
    learnable = []
    for action in np.unique(action_ids):
        outcomes = was_successful[action_ids == action]
        if len(outcomes) >= MINIMUM_ROWS_PER_ACTION and 0 < outcomes.sum() < len(outcomes):
            learnable.append(str(action))
    return learnable


def learnable_rows(rows: pa.Table) -> tuple[pa.Table, list[str]]:
    """The rows of actions that can be learnt.

    Args:
        rows: pyarrow.Table of training rows.

    Returns:
        (pyarrow.Table, list of str): the rows in the order of their key, and the actions.
    """
    rows = rows.sort_by("training_row_id")
    action_ids = rows.column("action_id").to_numpy()
    actions = learnable_actions(action_ids, labels_of(rows) == 1)
    if len(rows.column("fold").unique()) < MINIMUM_FOLDS:
        actions = []
    return rows.filter(pa.array(np.isin(action_ids, actions), pa.bool_())), actions


def training_matrix(rows: pa.Table, encoding: dict, actions: list) -> np.ndarray:
    """Features and the action of each row as one matrix.

    Args:
        rows: pyarrow.Table of n rows: action_id and the features.
        encoding: as from `feature_encoding.learn_encoding`.
        actions: list of k names.

    Returns:
        (n, p + k) float32.
    """
    action_ids = rows.column("action_id").to_numpy()
    indicators = (action_ids[:, None] == np.array(actions, dtype=object)).astype(np.float32)
    return np.concatenate([encode(rows, encoding), indicators], axis=1)


def labels_of(rows: pa.Table) -> np.ndarray:
    """Whether the action succeeded.

    Args:
        rows: pyarrow.Table of n rows with was_successful.

    Returns:
        (n,) float64 of 0 and 1.
    """
    return rows.column("was_successful").to_numpy().astype(np.float64)
