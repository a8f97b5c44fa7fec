"""Thompson sampling: act as a draw from the posterior says, so that doubt is tried out.

Thompson (1933), "On the likelihood that one unknown probability exceeds another in view of the
evidence of two samples"; the linear contextual version is Agrawal and Goyal (2013), "Thompson
sampling for contextual bandits with linear payoffs".
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

DRAW_SCHEMA = pa.schema(
    [
        ("draw_number", pa.int32()),
        ("stratum", pa.string()),
        ("action_id", pa.string()),
        ("goal", pa.string()),
        ("success_probability", pa.float64()),
    ]
)


def draw_success_probabilities(
    posteriors: pa.Table, *, draw_count: int, as_of_date: dt.date, seed: int
) -> pa.Table:
    """Draws from the Beta posteriors of all strata, actions and goals.

    Args:
        posteriors: pyarrow.Table of stratum, action_id, goal, posterior_success_count and
            posterior_failure_count; one row per cell.
        draw_count: int, draws of each cell.
        as_of_date: date; another day draws anew.
        seed: int.

    Returns:
        pyarrow.Table: of `DRAW_SCHEMA`, draw_count rows per cell. The order of the cells does not
        matter.
    """
    if posteriors.num_rows == 0:
        return DRAW_SCHEMA.empty_table()
    posteriors = posteriors.sort_by(
        [("stratum", "ascending"), ("action_id", "ascending"), ("goal", "ascending")]
    )
    rng = np.random.default_rng([seed, as_of_date.toordinal()])
    success = posteriors.column("posterior_success_count").to_numpy()
    failure = posteriors.column("posterior_failure_count").to_numpy()
    drawn = rng.beta(success, failure, size=(draw_count, len(success)))
    cells = len(success)
    names = {
        name: pa.concat_arrays([posteriors.column(name).combine_chunks()] * draw_count)
        for name in ("stratum", "action_id", "goal")
    }
    return pa.table(
        {
            "draw_number": np.repeat(np.arange(draw_count, dtype=np.int32), cells),
            **names,
            "success_probability": drawn.ravel(),
        },
        schema=DRAW_SCHEMA,
    )


@dataclass(frozen=True)
class LinearPosterior:
    """Normal posterior of the coefficients of one action's linear reward.

    Attributes:
        precision: (p, p) inverse covariance, in units of the noise variance.
        moment: (p,) precision x mean.
        noise: standard deviation of a reward.
    """

    precision: np.ndarray
    moment: np.ndarray
    noise: float

    @classmethod
    def prior(
        cls, feature_count: int, *, ridge: float = 1.0, noise: float = 1.0
    ) -> "LinearPosterior":
        """The posterior before any reward.

        Args:
            feature_count: int, p.
            ridge: prior precision of each coefficient, or (p,) one for each.
            noise: standard deviation of a reward.

        Returns:
            LinearPosterior.
        """
        precision = np.diag(np.broadcast_to(np.asarray(ridge, dtype=np.float64), feature_count))
        return cls(precision, np.zeros(feature_count), noise)

    def updated(
        self, features: np.ndarray, reward: np.ndarray, weight: np.ndarray | None = None
    ) -> "LinearPosterior":
        """The posterior after more rewards.

        Args:
            features: (n, p).
            reward: (n,).
            weight: (n,) or None for equal weights.

        Returns:
            LinearPosterior.

        Raises:
            ValueError: if the features are not of the posterior's width, or not finite.
        """
        features = np.asarray(features, dtype=np.float64)
        if features.ndim != 2 or features.shape[1] != len(self.moment):  # noqa: PLR2004
            raise ValueError(
                f"The features must be of shape (n, {len(self.moment)}), not {features.shape}."
            )
        if not np.isfinite(features).all() or not np.isfinite(reward).all():
            raise ValueError("Features and rewards must be finite: fill or drop missing values.")
        weighted = features if weight is None else features * np.asarray(weight)[:, None]
        return LinearPosterior(
            self.precision + weighted.T @ features, self.moment + weighted.T @ reward, self.noise
        )

    @property
    def mean(self) -> np.ndarray:
        """(p,) posterior mean of the coefficients."""
        return np.linalg.solve(self.precision, self.moment)

    def draw(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Coefficients drawn from the posterior.

        Args:
            count: int.
            rng: numpy.random.Generator.

        Returns:
            (count, p).
        """
        lower = np.linalg.cholesky(self.precision)
        standard = rng.standard_normal((len(self.moment), count))
        return self.mean + self.noise * np.linalg.solve(lower.T, standard).T


def action_probabilities(values: np.ndarray) -> np.ndarray:
    """Probability of each action if one of the draws, all equally likely, is followed.

    Args:
        values: (d, n, k) what each action is worth to each customer in each draw, -inf where it
            is closed.

    Returns:
        (n, k) probabilities, multiples of 1/d; ties go to the first action.
    """
    draws, _, actions = values.shape
    best = values.argmax(axis=2)
    return np.stack([(best == action).sum(axis=0) for action in range(actions)], axis=1) / draws
