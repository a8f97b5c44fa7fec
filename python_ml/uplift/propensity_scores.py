"""Success probability of every action for today's customers, by the stored model."""

import json

import numpy as np
import pyarrow as pa
from scipy.special import expit

from python_ml.customers.feature_encoding import encode
from python_ml.estimation.boosting import predict_margin

SCORE_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "success_probability": pa.float64(),
        "model_version": pa.string(),
    },
)


def score(artefacts: pa.Table, customers: pa.Table) -> pa.Table:
    """Score customers with a stored model; no training data is needed.

    Args:
        artefacts: pyarrow.Table with specification, model_version and booster; one row or none.
        customers: pyarrow.Table of n customers: customer_id and the features.

    Returns:
        pyarrow.Table: n x actions rows of `SCORE_SCHEMA`; none without a model.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    if not artefacts.num_rows or not customers.num_rows:
        return SCORE_SCHEMA.empty_table()
    model = artefacts.to_pylist()[0]
    specification = json.loads(model["specification"])
    calibration = specification["calibration"]
    actions = specification["actions"]
    features = encode(customers, specification["encoding"])
    # One matrix for all actions: only its last columns, which name the action, change.
    matrix = np.concatenate(
        [features, np.zeros((len(features), len(actions)), dtype=np.float32)],
        axis=1,
    )
    scores = []
    for number, action in enumerate(actions):
        matrix[:, features.shape[1] :] = np.arange(len(actions)) == number
        margins = predict_margin(model["booster"], matrix)
        probabilities = expit(calibration["intercept"] + calibration["slope"] * margins)
        scores.append(
            pa.table(
                [
                    customers.column("customer_id"),
                    pa.repeat(action, len(features)),
                    pa.array(np.round(probabilities, 6)),
                    pa.repeat(model["model_version"], len(features)),
                ],
                schema=SCORE_SCHEMA,
            ),
        )
    return pa.concat_tables(scores)
