"""The policy tree of an experiment: its rules, its value, and what it gives customers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.decisions.policy_tree_search import (
    fit_cross_fitted_trees,
    from_rows,
    leaves,
    predict,
    to_rows,
    to_sql,
)

TREE_SCHEMA = pa.schema(
    [
        ("record", pa.string()),
        ("path", pa.string()),
        ("action_id", pa.string()),
        ("feature", pa.string()),
        ("operator", pa.string()),
        ("number", pa.float64()),
        ("category", pa.string()),
        ("conditions", pa.string()),
        ("unit_count", pa.int64()),
        ("value_amount", pa.float64()),
        ("value_error_amount", pa.float64()),
        ("case_expression", pa.string()),
    ]
)
APPLIED_SCHEMA = pa.schema(
    [("customer_id", pa.string()), ("action_id", pa.string()), ("value_amount", pa.float64())]
)
MINIMUM_UNIT_COUNT = 200
DO_NOTHING = "do_nothing"


def grow_policy_tree(
    units: pa.Table, scores: pa.Table, *, features: list[tuple[str, str]], depth: int
) -> pa.Table:
    """Fit the tree on all units, and measure it on units that it has not seen.

    Args:
        units: pyarrow.Table of unit_id, fold and the features.
        scores: pyarrow.Table of unit_id, action_id and judged_value_amount, net of the cost; what
            is not there could not be judged, and counts like doing nothing.
        features: list of (name, type) with type numeric or categorical.
        depth: 1, 2 or 3.

    Returns:
        pyarrow.Table: of `TREE_SCHEMA`. Records `node` hold the tree; records `leaf` its rules with
        the mean score of the leaf; records `unit` what a tree that has not seen the unit (in
        `path`) gives it, and the mean score of that leaf; the record `tree` the CASE expression and
        the mean value of a unit under such trees. Empty if there are too few units.
    """
    ids = sorted(set(scores.column("unit_id").to_pylist()))
    if len(ids) < MINIMUM_UNIT_COUNT:
        return TREE_SCHEMA.empty_table()
    units = _in_order_of(units, ids)
    actions = sorted(set(scores.column("action_id").to_pylist()) | {DO_NOTHING})
    actions.sort(key=lambda name: name != DO_NOTHING)
    values = _score_matrix(scores, ids, actions)
    columns = _columns(units, features)
    folds = np.array(units.column("fold"))
    tree, *unseeing = fit_cross_fitted_trees(columns, values, folds, depth=depth)
    action, promised = _out_of_fold_actions(unseeing, columns, values, folds)
    unseen = values[np.arange(len(values)), action]
    rows = [
        {"record": "node", **row, "action_id": actions[row.pop("action")]} for row in to_rows(tree)
    ]
    rows += _leaf_rows(tree, columns, values, actions)
    rows += [
        {"record": "unit", "path": unit, "action_id": actions[code], "value_amount": value}
        for unit, code, value in zip(ids, action.tolist(), promised.tolist(), strict=True)
    ]
    rows.append(
        {
            "record": "tree",
            "unit_count": len(ids),
            "value_amount": float(unseen.mean()),
            "value_error_amount": float(unseen.std(ddof=1) / np.sqrt(len(unseen))),
            "case_expression": to_sql(tree, actions),
        }
    )
    return pa.Table.from_pylist(rows, schema=TREE_SCHEMA)


def apply_policy_tree(
    tree: pa.Table, customers: pa.Table, *, features: list[tuple[str, str]]
) -> pa.Table:
    """The action that the rules give each customer.

    Args:
        tree: pyarrow.Table of `TREE_SCHEMA`.
        customers: pyarrow.Table of customer_id and the features.
        features: as in `grow_policy_tree`.

    Returns:
        pyarrow.Table: of `APPLIED_SCHEMA`, with the mean score of the customer's leaf; empty if
        there is no tree.
    """
    rows = tree.to_pylist()
    nodes = {row["path"]: row for row in rows if row["record"] == "node"}
    if not nodes:
        return APPLIED_SCHEMA.empty_table()
    found = [row for row in rows if row["record"] == "leaf"]
    # Codes of leaves instead of actions: two leaves of one action are worth different amounts.
    places = {row["path"]: code for code, row in enumerate(found)}
    for path, row in nodes.items():
        row["action"] = places.get(path, -1)
    leaf = predict(from_rows(nodes), _columns(customers, features))
    return pa.table(
        {
            "customer_id": customers.column("customer_id"),
            "action_id": [found[code]["action_id"] for code in leaf.tolist()],
            "value_amount": [found[code]["value_amount"] for code in leaf.tolist()],
        },
        schema=APPLIED_SCHEMA,
    )


def _in_order_of(units, ids):
    return units.take(
        pc.index_in(pa.array(ids), value_set=units.column("unit_id").combine_chunks())
    )


def _score_matrix(scores, ids, actions):
    values = np.zeros((len(ids), len(actions)))
    rows = pc.index_in(scores.column("unit_id"), value_set=pa.array(ids)).to_numpy()
    places = pc.index_in(scores.column("action_id"), value_set=pa.array(actions)).to_numpy()
    values[rows, places] = scores.column("judged_value_amount").cast(pa.float64()).to_numpy()
    return values


def _columns(table, features):
    columns = {}
    for name, kind in features:
        column = table.column(name)
        if kind == "numeric":
            columns[name] = column.cast(pa.float64()).to_numpy()
        else:
            columns[name] = column.cast(pa.string()).to_numpy()
    return columns


def _out_of_fold_actions(trees, columns, values, folds):
    """(n,) action each unit gets from a tree of the other folds, and (n,) its mean score there."""
    action = np.zeros(len(values), dtype=np.int64)
    promised = np.zeros(len(values))
    for fold, tree in zip(np.unique(folds), trees, strict=True):
        held_out = folds == fold
        seen = _rows_of(columns, ~held_out)
        unseen = _rows_of(columns, held_out)
        action[held_out] = predict(tree, unseen)
        coded = _with_leaf_codes(tree)
        leaf_of_seen = predict(coded, seen)
        means = [
            values[~held_out][leaf_of_seen == code][:, node.action].mean()
            for code, (_, node) in enumerate(leaves(tree))
        ]
        promised[held_out] = np.array(means)[predict(coded, unseen)]
    return action, promised


def _rows_of(columns, rows):
    return {name: column[rows] for name, column in columns.items()}


def _leaf_rows(tree, columns, values, actions):
    paths = [row["path"] for row in to_rows(tree) if row["feature"] is None]
    coded = _with_leaf_codes(tree)
    leaf = predict(coded, columns)
    for code, (path, (conditions, node)) in enumerate(zip(paths, leaves(tree), strict=True)):
        own = values[leaf == code][:, node.action]
        yield {
            "record": "leaf",
            "path": path,
            "action_id": actions[node.action],
            "conditions": " and ".join(conditions) or "true",
            "unit_count": len(own),
            "value_amount": float(own.mean()) if len(own) else 0.0,
            "value_error_amount": float(own.std(ddof=1) / np.sqrt(len(own)))
            if len(own) > 1
            else None,
        }


def _with_leaf_codes(tree):
    """The tree with the number of the leaf in the place of its action."""
    rows = {row["path"]: row for row in to_rows(tree)}
    code = 0
    for row in rows.values():
        if row["feature"] is None:
            row["action"] = code
            code += 1
    return from_rows(rows)
