"""The propensity model: how likely an action is to succeed with a customer.

It predicts success, not effect: a customer who would have stayed anyway counts as a success too.
"""

import pyarrow as pa

from python_ml.customers.feature_encoding import encoded_names, learn_encoding
from python_ml.estimation.boosting import QuantisedMatrix
from python_ml.estimation.classification import fit_classifier
from python_ml.estimation.probability_calibration import log_loss
from python_ml.uplift.propensity_rows import labels_of, learnable_rows, training_matrix
from python_ml.uplift.training_set import TrainingSet
from python_ml.warehouse.artefacts import SCHEMA as ARTEFACT_SCHEMA
from python_ml.warehouse.artefacts import artefact

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
    # In the order of the rows, which the labels are in.
    out_of_fold = out_of_fold.sort_by("training_row_id")
    encoding = learn_encoding(rows, training_set.features)
    model = fit_classifier(
        QuantisedMatrix(training_matrix(rows, encoding, actions)),
        labels_of(rows),
        margins=out_of_fold.column("margin").to_numpy(),
        tree_counts=out_of_fold.column("tree_count").to_numpy(),
        seed=training_set.seed,
    )
    specification = {
        "encoding": encoding,
        "actions": actions,
        "calibration": {"slope": model.slope, "intercept": model.intercept},
    }
    probabilities = out_of_fold.column("success_probability").to_numpy()
    row = artefact(
        MODEL_NAME,
        rows,
        features=encoded_names(encoding),
        specification=specification,
        parameters=model.parameters,
        metrics={"out_of_fold_log_loss": log_loss(labels_of(out_of_fold), probabilities)},
        booster=model.booster,
    )
    return pa.Table.from_pylist([row], schema=ARTEFACT_SCHEMA)
