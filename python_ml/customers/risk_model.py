"""The risk model: how likely a customer reaches a goal if nothing is done.

It says what happens by itself, and nothing of what an action would change.
"""

import pyarrow as pa
import pyarrow.compute as pc

from python_ml.customers.feature_encoding import encode, encoded_names, learn_encoding
from python_ml.customers.risk_rows import labels_of, learnable_goals, left_alone
from python_ml.estimation.boosting import QuantisedMatrix
from python_ml.estimation.classification import fit_classifier
from python_ml.estimation.probability_calibration import log_loss
from python_ml.warehouse.artefacts import SCHEMA as ARTEFACT_SCHEMA
from python_ml.warehouse.artefacts import artefact

MODEL_PREFIX = "risk_"


def train(
    rows: pa.Table, features: list[tuple[str, str]], out_of_fold: pa.Table, *, seed: int
) -> pa.Table:
    """Train the models that score customers, each on all rows of its goal.

    Args:
        rows: pyarrow.Table of n outcomes: training_row_id, goal, as_of_date, was_reached,
            was_treated, fold and features.
        features: list of (name, type).
        out_of_fold: result of `risk_out_of_fold.predict_out_of_fold`: it gives the weights, the
            number of trees and the calibration.
        seed: fixes every random choice.

    Returns:
        pyarrow.Table: a row of `ARTEFACT_SCHEMA` per goal that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    if not features:
        return ARTEFACT_SCHEMA.empty_table()
    models = [
        _trained(
            goal,
            left_alone(of_goal),
            features,
            out_of_fold.filter(pc.equal(out_of_fold.column("goal"), goal)),
            seed=seed,
        )
        for goal, of_goal in learnable_goals(rows)
    ]
    return pa.Table.from_pylist(models, schema=ARTEFACT_SCHEMA)


def _trained(goal, rows, features, out_of_fold, *, seed):
    out_of_fold = out_of_fold.sort_by("training_row_id")
    encoding = learn_encoding(rows, features)
    labels = labels_of(rows)
    model = fit_classifier(
        QuantisedMatrix(encode(rows, encoding)),
        labels,
        out_of_fold.column("weight").to_numpy(),
        margins=out_of_fold.column("margin").to_numpy(),
        tree_counts=out_of_fold.column("tree_count").to_numpy(),
        seed=seed,
    )
    probabilities = out_of_fold.column("baseline_probability").to_numpy()
    return artefact(
        MODEL_PREFIX + goal,
        rows,
        features=encoded_names(encoding),
        specification={
            "goal": goal,
            "encoding": encoding,
            "calibration": {"slope": model.slope, "intercept": model.intercept},
        },
        parameters=model.parameters,
        metrics={"out_of_fold_log_loss": log_loss(labels, probabilities)},
        booster=model.booster,
    )
