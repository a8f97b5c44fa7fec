"""Rules that choose among learners, by what their choice truly earns in simulated companies.

Usage: python benchmarks/choosing_rules.py [--seeds 7 8] [--keep DIR]

Companies are those of learners_on_worlds.py. A rule sees what is there before anything is decided:
each learner's uplifts of units that it has not seen, and the trial. It answers with weights of the
learners for each goal; their final fits, so weighed, spend the budget.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize, nnls

from benchmarks.learners_on_demo import SEED, spend_budget
from benchmarks.learners_on_worlds import World, build_world
from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import Trial, make_trial
from python_ml.learners import make_final_learner, make_learner
from python_ml.progress import tracked

# From the simplest to the last.
LEARNERS = ("constant_effect", "risk", "x_forest", "r_forest", "t_forest", "x", "r_ridge")


@dataclass(frozen=True)
class Goal:
    """A goal of a company, as the rules see it.

    Attributes:
        trial: Trial of n units and k actions.
        outcome_means: (n, k + 1) cross-fitted.
        uplifts: (learners, n, k) of units that the learner has not seen.
        worth: (n,) of one unit of the outcome.
    """

    trial: Trial
    outcome_means: np.ndarray
    uplifts: np.ndarray
    worth: np.ndarray

    def r_regression(self) -> tuple[np.ndarray, np.ndarray]:
        """The R-loss of combined learners as a least squares problem.

        Returns:
            tuple: (m,) outcome residuals and (m, learners) uplifts times treatment residuals, each
            times the root of the unit's weight, over all units that got an action or control.
        """
        trial, targets, designs = self.trial, [], []
        for action in range(1, trial.action_count + 1):
            rows = (trial.action == action) | (trial.action == 0)
            share = trial.propensity_against_control(action)[rows]
            means = self.outcome_means[rows]
            expected = share * means[:, action] + (1 - share) * means[:, 0]
            treatment = (trial.action[rows] == action) - share
            root = np.sqrt(trial.weight[rows])
            targets.append(root * (trial.outcome[rows] - expected))
            designs.append((root * treatment * self.uplifts[:, rows, action - 1]).T)
        return np.concatenate(targets), np.concatenate(designs)

    def r_losses(self) -> np.ndarray:
        """R-loss of each unit and learner, (m, learners)."""
        target, design = self.r_regression()
        return (target[:, None] - design) ** 2


def least_loss(goals: list[Goal], _: np.ndarray) -> np.ndarray:
    """The learner of least R-loss over all goals, which count by their worth."""
    losses = sum(np.mean(goal.worth**2) * goal.r_losses().mean(axis=0) for goal in goals)
    return np.tile(_only(np.argmin(losses)), (len(goals), 1))


def least_loss_by_goal(goals: list[Goal], _: np.ndarray) -> np.ndarray:
    """The learner of least R-loss, for each goal its own."""
    return np.array([_only(goal.r_losses().sum(axis=0).argmin()) for goal in goals])


def two_of_least_loss(goals: list[Goal], _: np.ndarray) -> np.ndarray:
    """The mean of the two learners of least R-loss, for each goal its own."""
    orders = [np.argsort(goal.r_losses().sum(axis=0)) for goal in goals]
    return np.array([(_only(order[0]) + _only(order[1])) / 2 for order in orders])


def most_value(goals: list[Goal], values: np.ndarray) -> np.ndarray:
    """The learner whose decisions are worth most in the trial."""
    return np.tile(_only(values.sum(axis=1).argmax()), (len(goals), 1))


def simplest_within_one_error(goals: list[Goal], values: np.ndarray) -> np.ndarray:
    """The simplest whose decisions are worth most but for one standard error (Breiman, 1984)."""
    behind = values[values.sum(axis=1).argmax()] - values
    errors = behind.std(axis=1) * np.sqrt(behind.shape[1])
    return np.tile(_only(np.argmax(behind.sum(axis=1) <= errors)), (len(goals), 1))


def stacking(goals: list[Goal], _: np.ndarray) -> np.ndarray:
    """Weights of 0 or more with the least R-loss (Nie and Wager, 2021, section 4)."""
    regressions = [goal.r_regression() for goal in goals]
    return np.array([nnls(design, target)[0] for target, design in regressions])


def q_aggregation(goals: list[Goal], _: np.ndarray) -> np.ndarray:
    """Weights of Lan and Syrgkanis (2023), Causal Q-aggregation, by the R-loss."""
    return np.array([_q_weights(*goal.r_regression()) for goal in goals])


RULES: dict[str, Callable[[list[Goal], np.ndarray], np.ndarray]] = {
    "simplest within one standard error of most value": simplest_within_one_error,
    "most value": most_value,
    "least R-loss over the goals": least_loss,
    "least R-loss of each goal": least_loss_by_goal,
    "mean of the two of least R-loss": two_of_least_loss,
    "R-stacking": stacking,
    "Q-aggregation": q_aggregation,
}


def compare(world: World) -> dict[str, float]:
    """What each rule's choice truly earns in a company, as a share of the best possible.

    Args:
        world: World.

    Returns:
        dict: by rule, and by learner if it were always chosen.
    """
    goals, finals = [], []
    for number, outcome in enumerate(world.outcomes):
        trial = make_trial(
            world.X, world.action, outcome, logged=world.logged, fold=world.fold, seed=SEED
        )
        means = cross_fitted_outcome_means(trial, seed=SEED)
        makers = {name: lambda name=name: make_learner(name, SEED) for name in LEARNERS}
        uplifts = out_of_fold_uplift(makers, trial, seed=SEED)
        stacked = np.stack([uplifts[name] for name in LEARNERS])
        goals.append(Goal(trial, means, stacked, world.unit_worths[number]))
        finals.append(
            np.stack(
                [
                    make_final_learner(name, SEED).fit_trial(trial, means).predict(world.X_new)
                    for name in LEARNERS
                ]
            )
        )
    values = trial_values(world, goals)
    choices = {name: rule(goals, values) for name, rule in RULES.items()}
    choices |= {
        f"{name}, always": np.tile(_only(place), (len(goals), 1))
        for place, name in enumerate(LEARNERS)
    }
    best = world.best_value()
    return {
        name: world.true_value(
            [np.tensordot(own, final, axes=1) for own, final in zip(weights, finals, strict=True)]
        )
        / best
        for name, weights in choices.items()
    }


def trial_values(world: World, goals: list[Goal]) -> np.ndarray:
    """Doubly robust value of what each learner would do with the units, at the budget per head.

    Args:
        world: World.
        goals: list of Goal.

    Returns:
        (learners, n) float64.
    """
    judged = -world.cost + sum(
        (scores - scores[:, :1]) * goal.worth[:, None]
        for goal in goals
        for scores in [goal.trial.doubly_robust_scores(goal.outcome_means)]
    )
    count = len(judged)
    budget = world.budget * count / len(world.X_new)
    everything = np.ones(judged.shape, dtype=bool)
    values = []
    for place in range(len(LEARNERS)):
        predicted = -world.cost * np.ones((count, 1))
        for goal in goals:
            predicted[:, 1:] += goal.uplifts[place] * goal.worth[:, None]
        chosen = spend_budget(predicted, world.cost, everything, budget)
        values.append(np.where(chosen > 0, judged[np.arange(count), chosen], 0))
    return np.array(values)


def _only(place):
    return np.eye(len(LEARNERS))[place]


def _q_weights(target, design):
    """Half of the loss of the combination and half of the mean loss of the combined."""
    products, along = design.T @ design / len(target), design.T @ target / len(target)
    single = np.diag(products) / 2 - along
    scale = np.abs(single).max()

    def loss(weights):
        combined = weights @ products @ weights / 2 - weights @ along
        return (combined + weights @ single) / 2 / scale

    start = np.full(len(along), 1 / len(along))
    whole = {"type": "eq", "fun": lambda weights: weights.sum() - 1}
    found = minimize(loss, start, bounds=[(0, 1)] * len(along), constraints=whole, tol=1e-10)
    return found.x


def main() -> None:
    """Build the companies, try the rules, and print means with standard errors."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(7, 17)))
    parser.add_argument("--keep", type=Path, help="folder of the worlds, for the next time")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for seed in tracked(arguments.seeds, "Worlds"):
            folder = (arguments.keep or Path(made)).resolve() / str(seed)
            build_world(folder, seed)
            rows.append(compare(World(folder)))
    shares = pd.DataFrame(rows)
    print("| rule | true value, of the best possible | lowest |\n|---|---|---|")
    for rule, own in shares.items():
        error = f" ± {own.std() / np.sqrt(len(own)):.1%}" if len(own) > 1 else ""
        print(f"| {rule} | {own.mean():.1%}{error} | {own.min():.0%} |")


if __name__ == "__main__":
    main()
