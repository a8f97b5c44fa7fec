"""Rules people can read: a small tree that gives each customer one action.

Athey and Wager (2021), "Policy Learning With Observational Data"; Zhou, Athey and Wager (2023),
"Offline Multi-Action Policy Learning". The tree of the largest total of doubly robust scores is
searched among all splits of a grid: exactly up to depth 2, and from the best ten roots at depth 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, cast

import numpy as np
import pandas as pd

THRESHOLDS = 8
MINIMUM_LEAF_COUNT = 50
ROOTS = 10
CHUNK = 50_000
# Scores are whole numbers of this share of the largest one: sums are exact in any order.
UNITS = 2**30


@dataclass(frozen=True)
class Split:
    """A question about one feature; what is missing answers no.

    Attributes:
        feature: name.
        operator: <= for numbers, = for categories, is null for whether it is missing.
        value: number, category, or None.
    """

    feature: str
    operator: str
    value: object

    def holds(self, columns: dict) -> np.ndarray:
        """Answer for every row.

        Args:
            columns: dict of name -> (n,) numbers with nan, or objects with None.

        Returns:
            (n,) bool.
        """
        column = columns[self.feature]
        if self.operator == "is null":
            return _is_missing(column)
        if self.operator == "=":
            return np.asarray(column == self.value, dtype=bool)
        with np.errstate(invalid="ignore"):
            return column <= self.value

    def to_sql(self) -> str:
        """The question as an SQL condition that is never null."""
        if self.operator == "is null":
            return f"{self.feature} is null"
        if self.operator == "=":
            text = str(self.value).replace("'", "''")
            return f"coalesce({self.feature} = '{text}', false)"
        number = float(cast("float", self.value))
        return f"coalesce({self.feature} <= {number!r}, false)"


@dataclass(frozen=True)
class Node:
    """A split with two subtrees, or a leaf with an action.

    Attributes:
        action: code of the action that is best for all rows that get here.
        split: Split, or None for a leaf.
        yes: Node for the rows of which the split holds.
        no: Node for the others.
    """

    action: int
    split: Split | None = None
    yes: Any = None
    no: Any = None


def fit_policy_tree(
    columns: dict,
    scores: np.ndarray,
    *,
    depth: int = 2,
    minimum_leaf_count: int = MINIMUM_LEAF_COUNT,
) -> Node:
    """Find the tree of the largest total score.

    Args:
        columns: dict of name -> (n,) float array with nan for missing, or array of str with None.
        scores: (n, k) doubly robust value of each action, net of its cost.
        depth: 1, 2 or 3.
        minimum_leaf_count: rows that every leaf must have at least.

    Returns:
        Node: the root.

    Raises:
        ValueError: for another depth, no rows, or scores that are not finite.
    """
    questions = _Questions.of(columns, scores, depth, minimum_leaf_count)
    rows = np.ones(len(questions.units), dtype=bool)
    return questions.tree_of(rows, questions.sums_of(rows))


def fit_cross_fitted_trees(
    columns: dict,
    scores: np.ndarray,
    folds: np.ndarray,
    *,
    depth: int = 2,
    minimum_leaf_count: int = MINIMUM_LEAF_COUNT,
) -> list[Node]:
    """Find the tree of all rows, and for each fold the one of the rows outside it.

    All choose among the same questions, and share the sums that the first of them is chosen by.

    Args:
        columns: as in `fit_policy_tree`.
        scores: as in `fit_policy_tree`.
        folds: (n,) int.
        depth: 1, 2 or 3.
        minimum_leaf_count: rows that every leaf must have at least.

    Returns:
        list of Node: of all rows, then of the rows outside each fold, in ascending order of folds.

    Raises:
        ValueError: as `fit_policy_tree`.
    """
    questions = _Questions.of(columns, scores, depth, minimum_leaf_count)
    held_out = [folds == fold for fold in np.unique(folds)]
    parts = [questions.sums_of(rows) for rows in held_out]
    everything = reduce(_Sums.plus, parts)
    trees = [questions.tree_of(np.ones(len(folds), dtype=bool), everything)]
    for rows, part in zip(held_out, parts, strict=True):
        trees.append(questions.tree_of(~rows, everything.minus(part)))
    return trees


def predict(node: Node, columns: dict[str, np.ndarray]) -> np.ndarray:
    """Action of every row.

    Args:
        node: Node.
        columns: as in `fit_policy_tree`.

    Returns:
        (n,) int codes.
    """
    count = len(next(iter(columns.values())))
    if node.split is None:
        return np.full(count, node.action)
    return np.where(
        node.split.holds(columns), predict(node.yes, columns), predict(node.no, columns)
    )


def leaves(node: Node, conditions: tuple[str, ...] = ()) -> Iterator:
    """Every leaf with the conditions that lead to it, as SQL.

    Args:
        node: Node.
        conditions: those that lead to the node.

    Yields:
        tuple: list of str, Node.
    """
    if node.split is None:
        yield list(conditions), node
        return
    question = node.split.to_sql()
    yield from leaves(node.yes, (*conditions, question))
    yield from leaves(node.no, (*conditions, f"not {question}"))


def to_sql(node: Node, action_names: list[str]) -> str:
    """The tree as a CASE expression.

    Args:
        node: Node.
        action_names: list of str by code.

    Returns:
        str: one branch for each leaf.
    """
    branches = []
    for conditions, leaf in leaves(node):
        condition = " and ".join(conditions) or "true"
        branches.append(f"    when {condition} then '{action_names[leaf.action]}'")
    return "\n".join(["case", *branches, "end"])


def to_rows(node: Node, path: str = "r") -> Iterator[dict]:
    """The tree as rows, from which `from_rows` builds it again.

    Args:
        node: Node.
        path: name of the node: r, then y or n for every answer on the way.

    Yields:
        dict: path, action, feature, operator, number and category.
    """
    split = node.split
    yield {
        "path": path,
        "action": node.action,
        "feature": split.feature if split else None,
        "operator": split.operator if split else None,
        "number": split.value if split and split.operator == "<=" else None,
        "category": split.value if split and split.operator == "=" else None,
    }
    if split:
        yield from to_rows(node.yes, f"{path}y")
        yield from to_rows(node.no, f"{path}n")


def from_rows(rows: dict, path: str = "r") -> Node:
    """The tree that `to_rows` wrote.

    Args:
        rows: dict of path -> row.
        path: name of the node to start from.

    Returns:
        Node.
    """
    row = rows[path]
    if row["feature"] is None:
        return Node(row["action"])
    value = row["number"] if row["operator"] == "<=" else row["category"]
    split = Split(row["feature"], row["operator"], value)
    return Node(row["action"], split, from_rows(rows, f"{path}y"), from_rows(rows, f"{path}n"))


def _is_missing(column):
    if column.dtype.kind == "f":
        return np.isnan(column)
    return pd.isna(column)


def _candidate_splits(columns):
    """All questions of the grid, by name of the feature."""
    for name in sorted(columns):
        column = columns[name]
        missing = _is_missing(column)
        known = column[~missing]
        if missing.any() and not missing.all():
            yield Split(name, "is null", None)
        if column.dtype.kind == "f":
            rates = np.arange(1, THRESHOLDS + 1) / (THRESHOLDS + 1)
            grid = np.unique(np.quantile(known, rates, method="lower")) if len(known) else []
            for value in grid:
                yield Split(name, "<=", float(value))
        else:
            for value in sorted(set(known.tolist())):
                yield Split(name, "=", value)


@dataclass(frozen=True)
class _Sums:
    """Of some rows, what the best split is chosen by; exact, so that they can be subtracted.

    Attributes:
        row_count: n.
        total: (k,) score of each action.
        pairs: (k, m, m) score of the rows for which both splits hold; (k, m) of those for which
            one does, where one split is all there is.
        counts: (m, m) or (m,) numbers of those rows.
    """

    row_count: int
    total: np.ndarray
    pairs: np.ndarray
    counts: np.ndarray

    def plus(self, other: "_Sums") -> "_Sums":
        return self._with(other, np.add)

    def minus(self, other: "_Sums") -> "_Sums":
        return self._with(other, np.subtract)

    def _with(self, other, combine):
        return _Sums(*map(combine, vars(self).values(), vars(other).values()))


@dataclass(frozen=True)
class _Questions:
    """All splits of the grid with the rows' answers, and the rows' scores.

    Attributes:
        splits: list of m Split.
        answers: (n, m) 1 where the split holds, else 0.
        units: (n, k) scores as whole numbers.
        depth: of the trees.
        minimum: rows that every leaf must have at least.
    """

    splits: list
    answers: np.ndarray
    units: np.ndarray
    depth: int
    minimum: int

    @classmethod
    def of(cls, columns: dict, scores: np.ndarray, depth: int, minimum: int) -> "_Questions":
        scores = np.asarray(scores, dtype=np.float64)
        if depth not in (1, 2, 3):
            raise ValueError("A policy tree has a depth of 1, 2 or 3.")
        if scores.ndim != 2 or not len(scores):  # noqa: PLR2004
            raise ValueError("A policy tree needs the scores of at least one row.")
        if not np.isfinite(scores).all():
            raise ValueError("The scores of a policy tree must be finite numbers.")
        if any(len(column) != len(scores) for column in columns.values()):
            raise ValueError("The features and the scores of a policy tree differ in their rows.")
        splits = list(_candidate_splits(columns))
        answers = np.empty((len(scores), len(splits)), dtype=np.float32)
        for place, split in enumerate(splits):
            answers[:, place] = split.holds(columns)
        units = np.rint(scores / (np.abs(scores).max() or 1.0) * UNITS)
        return cls(splits, answers, units, depth, minimum)

    def sums_of(self, rows: np.ndarray) -> _Sums:
        return _sums(self.answers[rows], self.units[rows], self.depth)

    def tree_of(self, rows: np.ndarray, sums: _Sums) -> Node:
        answers, units = self.answers[rows], self.units[rows]
        return _collapsed(self._grow(answers, units, self.depth, sums))

    def _grow(self, answers, units, depth, sums=None):
        best_action = int(units.sum(axis=0).argmax())
        leaf = Node(best_action)
        if depth == 0 or not self.splits or len(units) < 2 * self.minimum:
            return leaf
        best, best_total = leaf, units.sum(axis=0).max()
        for root in _best_roots(sums or _sums(answers, units, depth), depth, self.minimum):
            holds = answers[:, root] > 0
            yes = self._grow(answers[holds], units[holds], depth - 1)
            no = self._grow(answers[~holds], units[~holds], depth - 1)
            total = self._total(yes, answers[holds], units[holds])
            total += self._total(no, answers[~holds], units[~holds])
            if total > best_total:
                best, best_total = Node(best_action, self.splits[root], yes, no), total
        return best

    def _total(self, node, answers, units):
        """Total score of a tree, in units."""
        if node.split is None:
            return units[:, node.action].sum()
        holds = answers[:, self.splits.index(node.split)] > 0
        return self._total(node.yes, answers[holds], units[holds]) + self._total(
            node.no, answers[~holds], units[~holds]
        )


def _sums(answers, units, depth):
    """`_Sums` of rows: of pairs of splits where a second split follows the first."""
    count = answers.shape[1]
    shape = (count, count) if depth > 1 else (count,)
    pairs, counts = np.zeros((units.shape[1], *shape)), np.zeros(shape)
    for start in range(0, len(units), CHUNK):
        rows = answers[start : start + CHUNK].astype(np.float64)
        scores = units[start : start + CHUNK]
        if depth > 1:
            counts += rows.T @ rows
            for action in range(units.shape[1]):
                pairs[action] += rows.T @ (rows * scores[:, action, None])
        else:
            counts += rows.sum(axis=0)
            pairs += scores.T @ rows
    return _Sums(len(units), units.sum(axis=0), pairs, counts)


def _best_roots(sums, depth, minimum):
    """Indices of the splits to try: the best one, or the best few where deeper trees follow."""
    value = _depth_values(sums, depth, minimum)
    order = np.argsort(-value, kind="stable")
    order = order[np.isfinite(value[order])]
    return order[: ROOTS if depth > 2 else 1].tolist()  # noqa: PLR2004


def _depth_values(sums, depth, minimum):
    """(m,) value of the best tree with each split as its root; deeper than 2 counts as 2."""
    is_deep = depth > 1
    own = np.einsum("aii->ai", sums.pairs) if is_deep else sums.pairs
    own_counts = np.diag(sums.counts) if is_deep else sums.counts
    fits = (own_counts >= minimum) & (sums.row_count - own_counts >= minimum)
    rest = sums.total[:, None] - own
    if is_deep:
        value = _best_child(sums.pairs, sums.counts, own, own_counts, minimum)
        value = value + _best_child(
            own[:, None, :] - sums.pairs,
            own_counts[None, :] - sums.counts,
            rest,
            sums.row_count - own_counts,
            minimum,
        )
    else:
        value = own.max(axis=0) + rest.max(axis=0)
    return np.where(fits, value, -np.inf)


def _best_child(pairs, counts, total, row_counts, minimum):
    """(m,) best one-split value within one side of each root, or the value without a split."""
    rest = total[:, :, None] - pairs
    value = pairs.max(axis=0) + rest.max(axis=0)
    fits = (counts >= minimum) & (row_counts[:, None] - counts >= minimum)
    return np.maximum(np.where(fits, value, -np.inf).max(axis=1), total.max(axis=0))


def _collapsed(node):
    """The same tree without splits whose sides agree."""
    if node.split is None:
        return node
    yes, no = _collapsed(node.yes), _collapsed(node.no)
    if yes.split is None and no.split is None and yes.action == no.action:
        return Node(yes.action)
    return replace(node, yes=yes, no=no)
