"""How sure an uplift is: standard errors of an estimate that assumes little, for new customers."""

from dataclasses import dataclass

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import Trial
from python_ml.learners import Learner, make_learner

# The learner whose errors are mostly noise, which half-samples know of. With half the leaves that
# predict best, less of them is what leaves average away (docs/benchmarks.md, Intervals).
REFERENCE = "r_forest"
SHARE_OF_LEAF_SIZE = 0.5
# The spread of the half-samples' predictions is itself noisy; this many tell it to about a fifth.
HALF_SAMPLES = 12
# What fewer trees leave of chance counts as noise as well, and they take a fraction of the time.
HALF_SAMPLE_PARAMETERS = {"num_parallel_tree": 25}
ERROR_ROUNDS = 60
# In standard deviations of the outcome.
SMALLEST_ERROR = 1e-6


@dataclass(frozen=True)
class Reference:
    """An estimate that assumes little.

    Attributes:
        uplift: (n, k) of each unit, in units of the outcome.
        noise: (n, k) its variance, in squared units of the outcome.
    """

    uplift: np.ndarray
    noise: np.ndarray


def reference_uplift(trial: Trial, outcome_means: np.ndarray, *, seed: int) -> Reference:
    """Uplift by the learner that others' errors are judged by.

    Args:
        trial: Trial of n units.
        outcome_means: (n, k + 1) from models that have not seen the unit.
        seed: int.

    Returns:
        Reference.

    Source: finer leaves than those that predict best, as intervals of forests need, Wager and
    Athey (2018), theorem 1.
    """
    # Nothing but the size of its leaves is wanted, whatever the number of trees.
    predicting = make_learner(REFERENCE, seed, parameters={"num_parallel_tree": 1})
    predicting.fit_trial(trial, outcome_means)
    learner = make_learner(
        REFERENCE,
        seed,
        tuning=(SHARE_OF_LEAF_SIZE * np.array(predicting.tuning)).tolist(),
        parameters=predicting.base.final_parameters,
    ).fit_trial(trial, outcome_means)
    uplift = learner.predict(trial.matrix.array)
    return Reference(
        uplift, half_sample_variances(learner, uplift, trial, outcome_means, seed=seed)
    )


def uplift_errors(uplift: np.ndarray, reference: Reference) -> np.ndarray:
    """Standard error of each unit's uplift.

    A learner that shrinks and pools is nearer to the truth than one that does not, but only as far
    as the truth is as simple as it takes it for, which no data can tell. So its errors are taken to
    be those of one that shrinks little: the noise of that one, and by how much more than this noise
    the two differ on average.

    Args:
        uplift: (n, k) of the units of the reference, by any learner.
        reference: Reference.

    Returns:
        (n, k) float64, in units of the outcome.

    Source: an interval that holds the truth whatever it is cannot be shorter where the truth
    happens to be smooth, Low (1997), On nonparametric confidence intervals; Armstrong and Kolesar
    (2018), Optimal inference in a class of regression models.
    """
    distance = np.mean((uplift - reference.uplift) ** 2, axis=0)
    beyond_noise = np.maximum(distance - reference.noise.mean(axis=0), 0)
    return np.sqrt(reference.noise + beyond_noise)


def half_sample_variances(
    learner: Learner, uplift: np.ndarray, trial: Trial, outcome_means: np.ndarray, *, seed: int
) -> np.ndarray:
    """Variance of each unit's uplift by noise.

    The learner is fitted again on random halves of the units, tuned as before. The
    variance of an estimate from half the units around that from all is the variance of the latter.

    Args:
        learner: fitted Learner of forests.
        uplift: (n, k) that it predicts for the units.
        trial: Trial of n units it was fitted on.
        outcome_means: (n, k + 1) from models that have not seen the unit.
        seed: int.

    Returns:
        (n, k) float64, in squared units of the outcome.

    Source: half-sampling, Politis, Romano and Wolf (1999), Subsampling, section 2.2; for
    heterogeneous effects, Yadlowsky et al. (2024), appendix.
    """
    rng = np.random.default_rng(seed)
    halves, jobs = [], []
    for _ in range(HALF_SAMPLES):
        refitted = make_learner(
            learner.name,
            learner.random_state,
            tuning=learner.tuning,
            parameters=learner.parameters | HALF_SAMPLE_PARAMETERS,
        )
        sample = Sample(trial, outcome_means, _random_half(trial.action, rng))
        own_jobs = refitted.jobs(sample)
        halves.append((refitted, sample, len(own_jobs)))
        jobs += own_jobs
    results = boosting.in_parallel(jobs, "Uplift of half-samples")
    squares = np.zeros_like(uplift)
    for refitted, sample, job_count in halves:
        refitted.assemble(sample, results[:job_count])
        results = results[job_count:]
        squares += (refitted.predict(trial.matrix.array) - uplift) ** 2
    return squares / HALF_SAMPLES


def fit_errors(trial: Trial, errors: np.ndarray, *, seed: int) -> list:
    """Boosters that predict the logarithm of the standard error from the features.

    Args:
        trial: Trial of n units.
        errors: (n, k) from `uplift_errors`.
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
