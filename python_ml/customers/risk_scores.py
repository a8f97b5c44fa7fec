"""How likely today's customers reach each goal by themselves, by the trained models."""

import json

import numpy as np
import pyarrow as pa
from scipy.special import expit

from python_ml.customers.feature_encoding import encode
from python_ml.estimation.boosting import predict_margin

SCORE_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "goal": pa.string(),
        "baseline_probability": pa.float64(),
        "model_version": pa.string(),
    },
)


def score(artefacts: pa.Table, customers: pa.Table) -> pa.Table:
    """Score customers; no training data is needed.

    Args:
        artefacts: pyarrow.Table with specification, model_version and booster, a row per goal.
        customers: pyarrow.Table of n customers: customer_id and the features.

    Returns:
        pyarrow.Table: n x goals rows of `SCORE_SCHEMA`.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    if not customers.num_rows:
        return SCORE_SCHEMA.empty_table()
    tables = [_scored(model, customers) for model in artefacts.to_pylist()]
    return pa.concat_tables([SCORE_SCHEMA.empty_table(), *tables])


def _scored(model, customers):
    specification = json.loads(model["specification"])
    calibration = specification["calibration"]
    margins = predict_margin(model["booster"], encode(customers, specification["encoding"]))
    probabilities = expit(calibration["intercept"] + calibration["slope"] * margins)
    return pa.table(
        [
            customers.column("customer_id"),
            pa.repeat(specification["goal"], customers.num_rows),
            pa.array(np.round(probabilities, 6)),
            pa.repeat(model["model_version"], customers.num_rows),
        ],
        schema=SCORE_SCHEMA,
    )
