"""How sure an uplift is: standard errors from half-samples, predicted for new customers."""

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import Trial
from python_ml.learners import Learner, make_learner

# The spread of the half-samples' predictions is itself noisy; this many tell it to about a fifth.
HALF_SAMPLES = 12
ERROR_ROUNDS = 60
# In standard deviations of the outcome.
SMALLEST_ERROR = 1e-6


def half_sample_errors(
    learner: Learner, trial: Trial, outcome_means: np.ndarray, *, seed: int
) -> np.ndarray:
    """Standard error of each unit's uplift, widened for what half-samples cannot know.

    The learner is fitted again on random halves of the units, tuned as before. The
    variance of an estimate from half the units around that from all is the variance of the latter.

    Args:
        learner: fitted Learner.
        trial: Trial of n units it was fitted on.
        outcome_means: (n, k + 1) from models that have not seen the unit.
        seed: int.

    Returns:
        (n, k) float64, in units of the outcome.

    Source: half-sampling, Politis, Romano and Wolf (1999), Subsampling, section 2.2; for
    heterogeneous effects, Yadlowsky et al. (2024), appendix.
    """
    rng = np.random.default_rng(seed)
    full = learner.predict(trial.matrix.array)
    halves, jobs = [], []
    for _ in range(HALF_SAMPLES):
        half = _random_half(trial.action, rng)
        refitted = make_learner(
            learner.name,
            learner.random_state,
            tuning=learner.tuning,
            parameters=learner.parameters | learner.base.half_sample_parameters,
        )
        sample = Sample(trial, outcome_means, half)
        own_jobs = refitted.jobs(sample)
        halves.append((refitted, sample, len(own_jobs)))
        jobs += own_jobs
    results = boosting.in_parallel(jobs, "Uplift of half-samples")
    squares = np.zeros_like(full)
    for refitted, sample, job_count in halves:
        refitted.assemble(sample, results[:job_count])
        results = results[job_count:]
        squares += (refitted.predict(trial.matrix.array) - full) ** 2
    return learner.base.widening * np.sqrt(squares / HALF_SAMPLES)


def fit_errors(trial: Trial, errors: np.ndarray, *, seed: int) -> list:
    """Boosters that predict the logarithm of the standard error from the features.

    Args:
        trial: Trial of n units.
        errors: (n, k) from `half_sample_errors`.
        seed: int.

    Returns:
        list of k boosters, as bytes.
    """
    everyone = np.arange(len(trial.action))
    logarithms = np.log(np.maximum(errors, SMALLEST_ERROR * trial.outcome.std()))

    def job(column):
        return boosting.train(
            trial.matrix, everyone, logarithms[:, column], seed=seed, rounds=ERROR_ROUNDS
        ).booster

    jobs = [lambda c=column: job(c) for column in range(errors.shape[1])]
    return boosting.in_parallel(jobs, "Errors of uplift")


def predict_errors(boosters: list[bytes], X: np.ndarray) -> np.ndarray:
    """Standard errors of the uplift of customers.

    Args:
        boosters: k boosters of `fit_errors`.
        X: (n, p) float array.

    Returns:
        (n, k) float64.
    """
    return np.exp(np.stack([boosting.predict_margin(b, X) for b in boosters], axis=1))


def _random_half(action, rng):
    """Half of the units of each action."""
    half = np.zeros(len(action), dtype=bool)
    for code in np.unique(action):
        units = np.flatnonzero(action == code)
        half[rng.permutation(units)[: len(units) // 2]] = True
    return half
