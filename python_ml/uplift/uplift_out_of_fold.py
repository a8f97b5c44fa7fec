"""The race: uplift of all units by every learner, none of which has seen them."""

import pyarrow as pa

from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.learners import make_learner
from python_ml.uplift.training_set import trials

OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "unit_id": pa.string(),
        "goal": pa.string(),
        "learner": pa.string(),
        "action_id": pa.string(),
        "uplift": pa.float64(),
    },
)


def predict_out_of_fold(
    rows: pa.Table, features: list[tuple[str, str]], learners: list[str], *, seed: int
) -> pa.Table:
    """Uplift of all units by every learner, none of which has seen the unit's fold.

    Args:
        rows: pyarrow.Table as for `estimate_nuisances`.
        features: list of (name, type) of the features.
        learners: list of names of learners.
        seed: int.

    Returns:
        pyarrow.Table: of `OUT_OF_FOLD_SCHEMA`, a row per unit, goal, learner and action.

    Raises:
        ValueError: if a feature is missing or of the wrong type, or a learner is not known.
    """
    makers = {name: lambda name=name: make_learner(name, seed) for name in learners}
    for make in makers.values():
        make()
    tables = [OUT_OF_FOLD_SCHEMA.empty_table()]
    for goal, units, actions, trial in trials(rows, features, seed=seed):
        for name, uplift in out_of_fold_uplift(makers, trial, seed=seed).items():
            for column, action in enumerate(actions[1:]):
                columns = [
                    units.column("unit_id"),
                    *(pa.repeat(text, units.num_rows) for text in (goal, name, action)),
                    pa.array(uplift[:, column]),
                ]
                tables.append(pa.table(columns, schema=OUT_OF_FOLD_SCHEMA))
    return pa.concat_tables(tables)
