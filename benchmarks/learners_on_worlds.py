"""Uplift learners on many simulated companies: what they truly earn, and what their intervals hold.

Usage: python benchmarks/learners_on_worlds.py [--seeds 7 8] [--learners x] [--keep DIR]

Every company is one seed of the simulator, with the demo's size, settings and budget and without a
holdout. dbt builds its features, trial and rules; learners are fitted on the trial and spend the
budget on the customers. One seed is an anecdote: what counts are mean and range.
"""

import argparse
import tempfile
import time
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_predict
from xgboost import XGBRegressor

from benchmarks.interval_margins import interval_margins
from benchmarks.learners_on_demo import GOALS, SEED, Demo
from benchmarks.simulated_company import run_dbt, simulate
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import Trial, make_trial
from python_ml.learners import LEARNERS, Learner, make_final_learner
from python_ml.progress import tracked
from python_ml.uplift.uncertainty import Reference, reference_uplift

BUDGET = 100_000
OWN, ALIKE = "the customer's own effect", "the mean of those alike"
TREES_OF_TRUTH = {"n_estimators": 300, "max_depth": 5, "learning_rate": 0.05, "random_state": SEED}
SELECTED = (
    "resource_type:seed",
    "+action_eligibility",
    "+customer_profile",
    "+int_features_to_score",
    "+int_uplift_training_rows",
    "+int_uplift_outcomes_listed",
    "+int_customer_goals_valued",
)
# The oracle's tables are built for the demo alone; this reads the truth from the world's own file.
TRUTH = """
with

outcomes as (
    select * from read_csv('{path}')
),

untreated as (
    select * from outcomes
    where action_id = 'do_nothing'
)

select
    outcomes.customer_id,
    outcomes.action_id,
    outcomes.retained_probability - untreated.retained_probability as retention_effect,
    outcomes.upsold_probability - untreated.upsold_probability as upsell_effect,
    action_eligibility.is_eligible,
    retention_effect * customer_profile.customer_lifetime_value_amount
    + upsell_effect * customer_profile.expansion_value_amount
    - input_actions.unit_cost_amount as true_value_amount
from outcomes
inner join untreated
    on outcomes.customer_id = untreated.customer_id
inner join action_eligibility
    on
        outcomes.customer_id = action_eligibility.customer_id
        and outcomes.action_id = action_eligibility.action_id
inner join customer_profile
    on outcomes.customer_id = customer_profile.customer_id
inner join input_actions
    on outcomes.action_id = input_actions.action_id
"""


def build_world(folder: Path, seed: int) -> None:
    """Simulate a company and build what learners need of it, unless the folder has it.

    Args:
        folder: of the world.
        seed: of the simulator.

    Raises:
        subprocess.CalledProcessError: if the simulator or dbt fails.
    """
    built = folder / "is_built"
    if built.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    simulate(folder, seed)
    variables = {"nba_raw_path": str(folder / "raw"), "nba_holdout_rate": 0}
    options = ["--exclude-resource-type", "test", "unit_test"]
    run_dbt(["build", "--select", *SELECTED, *options], folder, variables)
    built.touch()


class World(Demo):
    """A company's trial, the customers to decide on, and the truth about them."""

    def __init__(self, folder: Path) -> None:
        """Read a world that `build_world` made."""
        self.budget = BUDGET
        truth = TRUTH.format(path=folder / "raw" / "oracle_potential_outcomes.csv")
        with duckdb.connect(str(folder / "nba.duckdb"), read_only=True) as connection:
            connection.execute(f"create temporary table oracle_action_values as {truth}")
            self._read(connection)
            # What one unit of each goal's outcome is worth, by unit of the trial.
            self.unit_worths = [
                connection.sql(
                    "select cast(coalesce(value_amount, 0) as double) as worth "
                    "from int_uplift_training_rows left join (from int_uplift_outcomes_listed "
                    f"where goal = '{goal}') using (unit_id) order by unit_id"
                ).fetchnumpy()["worth"]
                for goal in GOALS
            ]

    def trial(self, outcome: np.ndarray) -> tuple[Trial, np.ndarray]:
        """The trial with one outcome, and its cross-fitted outcome means.

        Args:
            outcome: (n,), one of `outcomes`.

        Returns:
            tuple: Trial, and (n, k + 1).
        """
        trial = make_trial(
            self.X, self.action, outcome, logged=self.logged, fold=self.fold, seed=SEED
        )
        return trial, cross_fitted_outcome_means(trial, seed=SEED)

    @cached_property
    def reference(self) -> Reference:
        """By what errors of the uplift of retention are judged, whichever the learner."""
        return reference_uplift(*self.trial(self.outcomes[0]), seed=SEED)

    @cached_property
    def effect_of_those_alike(self) -> np.ndarray:
        """(n, k) mean true effect on retention of customers with the same features.

        By many trees on the truth of other customers, which has no noise.
        """
        columns = [
            cross_val_predict(XGBRegressor(**TREES_OF_TRUTH), self.X_new, effects, cv=5)
            for effects in self.effect[:, 1:].T
        ]
        return np.stack(columns, axis=1)


def judge(world: World, name: str) -> dict:
    """What a learner earns in a world, how long it takes, and what its intervals hold.

    Args:
        world: World.
        name: of the learner.

    Returns:
        dict: share of the best possible value, seconds of a processor, and by action the share of
        the intervals that hold the true effect on retention.
    """
    started = time.process_time()
    fitted = []
    for outcome in world.outcomes:
        trial, means = world.trial(outcome)
        fitted.append((trial, make_final_learner(name, SEED).fit_trial(trial, means)))
    uplifts = [learner.predict(world.X_new) for _, learner in fitted]
    seconds = time.process_time() - started
    share = world.true_value(uplifts) / world.best_value()
    return {"share": share, "seconds": seconds} | coverage(world, *fitted[0])


def coverage(world: World, trial: Trial, learner: Learner) -> dict:
    """Share of the intervals of customers' uplift of retention that hold the truth.

    Args:
        world: World.
        trial: Trial of the goal retention.
        learner: fitted on it.

    Returns:
        dict: by whose truth and action: what the action does to the customer, and what it does on
        average to those with the same features, which is all that any learner can tell.
    """
    margins = interval_margins(learner, trial, world.reference, world.X_new, seed=SEED)
    predicted = learner.predict(world.X_new)
    counted = world.is_eligible[:, 1:] & world.at_stake[:, :1]
    truths = {OWN: world.effect[:, 1:], ALIKE: world.effect_of_those_alike}
    held = {whose: np.abs(predicted - truth) <= margins for whose, truth in truths.items()}
    return {
        (whose, action): float(is_held[counted[:, column], column].mean())
        for whose, is_held in held.items()
        for column, action in enumerate(world.names[1:])
    }


def as_table(rows: pd.DataFrame) -> str:
    """Means over the worlds, with standard errors and ranges, as a table in Markdown.

    Args:
        rows: one per world and learner.

    Returns:
        str.
    """
    heads = (
        "learner",
        "true value, of the best possible",
        "lowest to highest",
        "processor seconds",
        f"intervals that hold {OWN}, by action",
        f"that hold {ALIKE}",
    )
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, own in rows.groupby("learner", sort=False):
        error = own["share"].std() / np.sqrt(len(own))
        held = own[[column for column in own if isinstance(column, tuple)]].mean()
        lines.append(
            f"| `{name}` | {own['share'].mean():.1%} ± {error:.1%} "
            f"| {own['share'].min():.0%} to {own['share'].max():.0%} "
            f"| {own['seconds'].mean():.1f} | "
            + " | ".join(
                ", ".join(f"{key[1]} {held[key]:.0%}" for key in held.index if key[0] == whose)
                for whose in (OWN, ALIKE)
            )
            + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Build the worlds, fit the learners, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=list(range(7, 17)))
    parser.add_argument("--learners", nargs="+", default=list(LEARNERS), choices=LEARNERS)
    parser.add_argument("--keep", type=Path, help="folder of the worlds, for the next time")
    arguments = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as made:
        for seed in tracked(arguments.seeds, "Worlds"):
            folder = (arguments.keep or Path(made)).resolve() / str(seed)
            build_world(folder, seed)
            world = World(folder)
            rows += [
                {"seed": seed, "learner": name} | judge(world, name) for name in arguments.learners
            ]
    print(as_table(pd.DataFrame(rows)))


if __name__ == "__main__":
    main()
