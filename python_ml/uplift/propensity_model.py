"""The propensity model: how likely an action is to succeed with a customer.

It predicts success, not effect: a customer who would have stayed anyway counts as a success too.
"""

import numpy as np
import pyarrow as pa

from python_ml.customers.feature_encoding import encoded_names, learn_encoding
from python_ml.estimation.boosting import OBJECTIVES, PARAMETERS, QuantisedMatrix, threads_for
from python_ml.estimation.boosting import train as train_booster
from python_ml.uplift.artefacts import SCHEMA as ARTEFACT_SCHEMA
from python_ml.uplift.artefacts import artefact
from python_ml.uplift.probability_calibration import fit_platt, log_loss
from python_ml.uplift.propensity_rows import labels_of, learnable_rows, training_matrix
from python_ml.uplift.training_set import TrainingSet

MODEL_NAME = "propensity"


def train(training_set: TrainingSet, out_of_fold: pa.Table) -> pa.Table:
    """Train the model that scores customers, on all rows.

    Args:
        training_set: TrainingSet of n past actions.
        out_of_fold: result of `predict_out_of_fold`: it gives the number of trees and the
            calibration.

    Returns:
        pyarrow.Table: one row of `ARTEFACT_SCHEMA`; none if there is nothing to learn from.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows, actions = learnable_rows(training_set.rows)
    if not actions:
        return ARTEFACT_SCHEMA.empty_table()
    encoding = learn_encoding(rows, training_set.features)
    rounds = max(1, round(np.median(np.unique(out_of_fold.column("tree_count").to_numpy()))))
    slope, intercept = fit_platt(out_of_fold.column("margin").to_numpy(), labels_of(out_of_fold))
    booster = train_booster(
        QuantisedMatrix(training_matrix(rows, encoding, actions)),
        np.arange(rows.num_rows),
        labels_of(rows),
        seed=training_set.seed,
        loss="logistic",
        rounds=rounds,
        threads=threads_for(rows.num_rows),
    ).booster
    specification = {
        "encoding": encoding,
        "actions": actions,
        "calibration": {"slope": slope, "intercept": intercept},
    }
    parameters = PARAMETERS | OBJECTIVES["logistic"] | {"rounds": rounds, "seed": training_set.seed}
    probabilities = out_of_fold.column("success_probability").to_numpy()
    row = artefact(
        MODEL_NAME,
        rows,
        features=encoded_names(encoding),
        specification=specification,
        parameters=parameters,
        metrics={"out_of_fold_log_loss": log_loss(labels_of(out_of_fold), probabilities)},
        booster=booster,
    )
    return pa.Table.from_pylist([row], schema=ARTEFACT_SCHEMA)
