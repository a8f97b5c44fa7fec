"""The race: uplift of all units by every learner, none of which has seen them."""

import pyarrow as pa

from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.learners import make_learner
from python_ml.uplift.training_set import TrainingSet, trials

OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "unit_id": pa.string(),
        "goal": pa.string(),
        "learner": pa.string(),
        "action_id": pa.string(),
        "uplift": pa.float64(),
    },
)


def predict_out_of_fold(training_set: TrainingSet, learners: list[str]) -> pa.Table:
    """Uplift of all units by every learner, none of which has seen the unit's fold.

    Args:
        training_set: TrainingSet of n units.
        learners: list of names of learners.

    Returns:
        pyarrow.Table: of `OUT_OF_FOLD_SCHEMA`, a row per unit, goal, learner and action.

    Raises:
        ValueError: if a feature is missing or of the wrong type, or a learner is not known.
    """
    seed = training_set.seed
    makers = {name: lambda name=name: make_learner(name, seed) for name in learners}
    for make in makers.values():
        make()
    tables = [OUT_OF_FOLD_SCHEMA.empty_table()]
    for goal, units, actions, trial in trials(training_set):
        for name, uplift in out_of_fold_uplift(makers, trial, seed=seed).items():
            for column, action in enumerate(actions[1:]):
                columns = [
                    units.column("unit_id"),
                    *(pa.repeat(text, units.num_rows) for text in (goal, name, action)),
                    pa.array(uplift[:, column]),
                ]
                tables.append(pa.table(columns, schema=OUT_OF_FOLD_SCHEMA))
    return pa.concat_tables(tables)
