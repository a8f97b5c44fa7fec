"""An optional search for the parameters of a learner, judged by the R-loss of other units."""

import functools
from itertools import product

import numpy as np

from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import Trial
from python_ml.learners import make_learner

GRID = {"max_depth": (2, 3, 4), "min_child_weight": (10, 30, 100), "eta": (0.05,)}


def search_parameters(
    name: str, trial: Trial, *, seed: int, grid: dict = GRID
) -> tuple[dict, float]:
    """Find the parameters whose out-of-fold uplifts explain the outcomes best.

    Args:
        name: name of a learner that has boosters.
        trial: Trial of n units.
        seed: int.
        grid: dict of parameter name -> values to try.

    Returns:
        (dict, float): the best parameters, the first of equals in the order of the grid, and their
        R-loss.

    Raises:
        ValueError: if there is no learner of that name, or the grid is empty.

    Source: the R-loss of Nie and Wager (2021) as a criterion of selection; Schuler et al. (2018),
    A comparison of methods for model selection when estimating individual treatment effects.
    """
    candidates = [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]
    if not candidates or not grid:
        raise ValueError("The grid is empty. Name at least one parameter with one value.")
    makers = {
        position: functools.partial(make_learner, name, seed, parameters=candidate)
        for position, candidate in enumerate(candidates)
    }
    uplifts = out_of_fold_uplift(makers, trial, seed=seed)
    means = cross_fitted_outcome_means(trial, seed=seed)
    losses = [r_loss(trial, means, uplifts[position]) for position in makers]
    best = int(np.argmin(losses))
    return candidates[best], losses[best]


def r_loss(trial: Trial, outcome_means: np.ndarray, uplift: np.ndarray) -> float:
    """Mean squared residual of the outcome that the predicted effects leave unexplained.

    Args:
        trial: Trial of n units.
        outcome_means: (n, k + 1) from models that have not seen the unit.
        uplift: (n, k) likewise.

    Returns:
        float: in squared units of the outcome.
    """
    expected = (trial.propensity * outcome_means).sum(axis=1)
    surprise = trial.indicators - trial.propensity[:, 1:]
    residual = trial.outcome - expected - (surprise * uplift).sum(axis=1)
    return float(np.average(residual**2, weights=trial.weight))
