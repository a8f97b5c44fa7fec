"""What a customer who was left alone counts for, so that all of them stand for all customers."""

import numpy as np
import pyarrow as pa

from python_ml.customers.feature_encoding import encode, learn_encoding
from python_ml.customers.risk_rows import MINIMUM_ROWS_PER_CLASS
from python_ml.estimation import classification
from python_ml.estimation.boosting import QuantisedMatrix

# Nobody stands for more than ten: that would be noise.
MINIMUM_PROPENSITY = 0.1


def weights_of_left_alone(
    rows: pa.Table, confounders: list[tuple[str, str]], *, seed: int
) -> np.ndarray:
    """Weigh those who were left alone by how unlikely that was.

    Companies treat those whom they fear to lose, so that those left alone stay more often than all
    would. Each counts for the inverse of the probability of having been left alone, estimated by a
    model that has not seen the customer.

    Args:
        rows: pyarrow.Table of n outcomes: was_treated, fold and the confounders.
        confounders: list of (name, type).
        seed: fixes every random choice.

    Returns:
        (m,) float64 for the m rows that were not treated, in their order; 1 on average, and 1 for
        all where too few were treated to tell who.

    Raises:
        ValueError: if a confounder is missing or of the wrong type.

    Source: Hirano, Imbens and Ridder (2003), Efficient estimation of average treatment effects
    using the estimated propensity score.
    """
    alone = ~rows.column("was_treated").to_numpy(zero_copy_only=False).astype(bool)
    if (~alone).sum() < MINIMUM_ROWS_PER_CLASS or not confounders:
        return np.ones(alone.sum())
    propensity = classification.predict_out_of_fold(
        QuantisedMatrix(encode(rows, learn_encoding(rows, confounders))),
        alone.astype(np.float64),
        rows.column("fold").to_numpy(),
        seed=seed,
    ).probabilities[alone]
    weights = 1 / np.maximum(propensity, MINIMUM_PROPENSITY)
    return np.round(weights / weights.mean(), 6)
