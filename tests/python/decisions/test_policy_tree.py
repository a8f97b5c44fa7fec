import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml.decisions.policy_tree_search import (
    _candidate_splits,
    fit_cross_fitted_trees,
    fit_policy_tree,
    from_rows,
    leaves,
    predict,
    to_rows,
    to_sql,
)

ACTIONS = ["do_nothing", "e_mail", "call"]


def sample(seed, rows=150):
    rng = np.random.default_rng(seed)
    columns = {
        "tenure": rng.normal(size=rows),
        "usage": np.round(rng.normal(size=rows), 1),
        "region": np.array(rng.choice(["north", "o'south", None], rows), dtype=object),
    }
    columns["tenure"][rng.random(rows) < 0.15] = np.nan
    return columns, rng.normal(size=(rows, 3))


def total(tree, columns, scores):
    return scores[np.arange(len(scores)), predict(tree, columns)].sum()


def best_total(columns, scores, depth, minimum, seen=None):
    """All trees, one by one; the rows seen are all unless said."""
    answers = [split.holds(columns) for split in _candidate_splits(columns)]

    def best(rows, depth):
        value = scores[rows].sum(axis=0).max()
        if depth:
            for holds in answers:
                yes, no = rows & holds, rows & ~holds
                if min(yes.sum(), no.sum()) >= minimum:
                    value = max(value, best(yes, depth - 1) + best(no, depth - 1))
        return value

    return best(np.ones(len(scores), dtype=bool) if seen is None else seen, depth)


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_no_tree_of_the_grid_is_better(seed, depth):
    columns, scores = sample(seed)
    tree = fit_policy_tree(columns, scores, depth=depth, minimum_leaf_count=12)
    assert total(tree, columns, scores) == pytest.approx(best_total(columns, scores, depth, 12))


@pytest.mark.parametrize("depth", [1, 2])
def test_no_tree_of_the_grid_is_better_on_the_rows_outside_a_fold(depth):
    columns, scores = sample(6)
    folds = np.random.default_rng(6).integers(3, size=len(scores)) * 2
    whole, *outside = fit_cross_fitted_trees(
        columns, scores, folds, depth=depth, minimum_leaf_count=12
    )
    assert whole == fit_policy_tree(columns, scores, depth=depth, minimum_leaf_count=12)
    for fold, tree in zip([0, 2, 4], outside, strict=True):
        seen = folds != fold
        chosen = scores[np.arange(len(scores)), predict(tree, columns)][seen].sum()
        assert chosen == pytest.approx(best_total(columns, scores, depth, 12, seen))


def test_a_deeper_tree_is_no_worse():
    columns, scores = sample(5, rows=400)
    totals = [
        total(fit_policy_tree(columns, scores, depth=depth, minimum_leaf_count=20), columns, scores)
        for depth in (1, 2, 3)
    ]
    assert totals == sorted(totals)


def test_a_planted_rule_is_found():
    columns, _ = sample(1, rows=2000)
    is_call = (columns["usage"] <= 0) & (columns["region"] == "north")
    scores = np.zeros((2000, 3))
    scores[:, 2] = np.where(is_call, 1.0, -1.0)
    tree = fit_policy_tree(columns, scores, depth=2)
    assert total(tree, columns, scores) >= 0.9 * is_call.sum()
    assert {split for conditions, _ in leaves(tree) for split in conditions} >= {
        "coalesce(region = 'north', false)"
    }


@given(seed=st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_rows_and_what_all_actions_share_change_nothing(seed):
    columns, scores = sample(seed)
    tree = fit_policy_tree(columns, scores, minimum_leaf_count=12)
    order = np.random.default_rng(seed).permutation(len(scores))
    shuffled = {name: column[order] for name, column in columns.items()}
    assert fit_policy_tree(shuffled, scores[order], minimum_leaf_count=12) == tree
    lifted = fit_policy_tree(columns, scores + 3.0, minimum_leaf_count=12)
    assert total(lifted, columns, scores) == pytest.approx(total(tree, columns, scores))


def test_every_leaf_has_the_minimum_count():
    columns, scores = sample(3, rows=500)
    tree = fit_policy_tree(columns, scores, depth=3, minimum_leaf_count=60)
    found = list(leaves(tree))
    with duckdb.connect() as connection:
        connection.register("units", pd.DataFrame(columns))
        for conditions, _ in found:
            condition = " and ".join(conditions) or "true"
            ((count,),) = connection.execute(
                f"select count(*) from units where {condition}"
            ).fetchall()
            assert count >= 60


@pytest.mark.parametrize("seed", range(5))
def test_the_sql_gives_what_the_tree_gives(seed):
    columns, scores = sample(seed)
    tree = fit_policy_tree(columns, scores, depth=2, minimum_leaf_count=5)
    fresh, _ = sample(seed + 100)
    frame = pd.DataFrame({"row": np.arange(len(fresh["usage"])), **fresh})
    expression = to_sql(tree, ACTIONS)
    with duckdb.connect() as connection:
        connection.register("units", frame)
        rows = connection.execute(
            f"select {expression} from (select \"row\", nullif(tenure, 'nan'::double) as tenure, "
            'usage, region from frame) as customers order by "row"'
        ).fetchall()
    expected = [(ACTIONS[code],) for code in predict(tree, fresh)]
    assert rows == expected


def test_rows_hold_the_whole_tree():
    columns, scores = sample(2)
    tree = fit_policy_tree(columns, scores, depth=2, minimum_leaf_count=12)
    assert from_rows({row["path"]: row for row in to_rows(tree)}) == tree


def test_one_best_action_is_one_leaf():
    columns, scores = sample(2)
    scores[:, 1] += 100
    tree = fit_policy_tree(columns, scores)
    assert tree.split is None
    assert to_sql(tree, ACTIONS) == "case\n    when true then 'e_mail'\nend"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"depth": 4}, "a depth of 1, 2 or 3"),
        ({"scores": np.zeros((0, 3))}, "at least one row"),
        ({"scores": np.full((150, 3), np.nan)}, "finite numbers"),
        ({"scores": np.zeros((9, 3))}, "differ in their rows"),
    ],
)
def test_what_no_tree_can_be_made_of(change, sentence):
    columns, scores = sample(0)
    with pytest.raises(ValueError, match=sentence):
        fit_policy_tree(columns, **{"scores": scores} | change)
