"""Decide for a company's customers with public packages, from raw files to Parquet.

Usage: python -m benchmarks.peers_script --raw DIR --out DIR --budget AMOUNT [--forests KIND]

Pandas reads and describes, XGBoost predicts propensity and risk, causalml learns uplift and judges
it, EconML grows the policy tree, HiGHS allocates. Settings (trees, folds, limits of rows) are the
project's own. It leaves out what the project does besides: checks and quarantine of inputs,
contracts and tests of tables, experiments' design, health and readouts, evidence from assumptions
and observations, Thompson sampling, exploration and challengers, decisions to come that the budget
is kept for, what earlier decisions hold, forests' leaves found by validation, reasons of
recommendations, decision log, off-policy estimates, monitoring, publication, and the reuse of what
has not changed.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd
from econml.policy import PolicyTree

from benchmarks.peers_script import uplift
from benchmarks.peers_script.allocation import Resources, actions_within, allocate, frontier
from benchmarks.peers_script.classifiers import (
    FOLD_COUNT,
    ActionPropensities,
    CalibratedBoosting,
    weights_of_left_alone,
    with_action,
)
from benchmarks.peers_script.features import customer_features, matrix_of
from benchmarks.peers_script.options import (
    DAYS_AT_STAKE,
    active_customers,
    goal_values,
    open_actions,
)
from benchmarks.peers_script.raw_tables import read_raw_tables
from benchmarks.peers_script.training_rows import (
    experiment_units,
    folds_of,
    outcomes_left_alone,
    past_actions,
)

FRONTIER_STEPS = 20
KEY = ["code", "as_of_date"]


class Stages:
    """When each stage of the work began and ended."""

    def __init__(self):
        self.found, self.started = [], time.time()

    def done(self, name: str) -> None:
        """Close a stage."""
        now = time.time()
        self.found.append({"stage": name, "started": self.started, "ended": now})
        self.started = now


def main() -> None:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--budget", type=float, required=True)
    parser.add_argument("--forests", choices=["xgboost", "sklearn"], default="xgboost")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    stages = Stages()
    decide(arguments, stages)
    (arguments.out / "stages.json").write_text(json.dumps(stages.found))


def decide(arguments: argparse.Namespace, stages: Stages) -> None:
    """All the work, stage by stage.

    Args:
        arguments: raw, out, budget and forests.
        stages: Stages.
    """
    tables = read_raw_tables(arguments.raw)
    customers = active_customers(tables)
    past, units = past_actions(tables), experiment_units(tables)
    outcomes = outcomes_left_alone(tables, units)
    described = Described((customers, past, units, *outcomes.values()), tables)
    X = described.matrix(customers)
    stages.done("data")

    names = tables.settings["actions"].action_id.tolist()
    success = _propensity(past, described.matrix(past), X, names)
    baseline = {goal: _risk(rows, described.matrix(rows), X) for goal, rows in outcomes.items()}
    stages.done("propensity and risk")

    trial = _trial(units, described.matrix(units), tables)
    race = {
        goal: uplift.race(trial, outcome, arguments.forests)
        for goal, outcome in trial.outcomes.items()
    }
    scores = _scores(trial)
    stages.done("uplift race")

    qini = pd.concat(
        [
            uplift.qini_scores(race[goal], trial.action, outcome).assign(goal=goal)
            for goal, outcome in trial.outcomes.items()
        ]
    )
    budget = arguments.budget * len(units) / len(customers)
    judged = pd.DataFrame(
        [_policy_value(name, race, trial, scores, budget) for name in uplift.LEARNERS]
    )
    champion = judged.learner[judged.value_amount.argmax()]
    stages.done("evaluation")

    effects = {
        goal: uplift.uplift_with_errors(champion, trial, outcome, X.to_numpy(), arguments.forests)
        for goal, outcome in trial.outcomes.items()
    }
    stages.done("final model and scores")

    tree = _policy_tree(trial, scores, X)
    stages.done("policy tree")

    is_open = open_actions(customers, described.features_of(customers), tables)
    options = {
        policy: np.where(is_open, amounts, np.nan)
        for policy, amounts in _values(customers, effects, success, tree, tables).items()
    }
    managers = pd.factorize(customers.account_manager_id)[0]
    resources = Resources(tables, arguments.budget)
    plans = {p: allocate(own, managers, resources) for p, own in options.items()}
    stages.done("values and allocation")

    scenarios = _scenarios(options["uplift"], managers, tables, arguments.budget, plans["uplift"])
    curves = _curves(options, resources)
    stages.done("scenarios")

    found = {"qini": qini, "learners": judged, "scenarios": scenarios, "frontier": curves}
    found["features"] = described.features
    found["scores"] = _long_scores(customers, names, effects, baseline, success)
    chosen = {policy: np.array(names)[plan] for policy, (plan, _) in plans.items()}
    found["recommendations"] = pd.DataFrame({"customer_id": customers.customer_id, **chosen})
    for name, table in found.items():
        table.to_parquet(arguments.out / f"{name}.parquet")
    stages.done("writing")


class Described:
    """Features of customers on all days that are asked for.

    Args:
        rows: tables of code and as_of_date.
        tables: RawTables.
    """

    def __init__(self, rows, tables):
        dates = pd.concat([own[KEY] for own in rows]).drop_duplicates()
        self.features = customer_features(dates, tables)
        self._matrix = matrix_of(self.features)
        key = pd.MultiIndex.from_frame(self.features[KEY])
        self._places = pd.Series(self.features.index, index=key)

    def matrix(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Features of n rows as numbers, (n, p)."""
        return self._matrix.take(self._places_of(rows))

    def features_of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Features of n rows."""
        return self.features.take(self._places_of(rows))

    def _places_of(self, rows):
        return self._places.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()


def _trial(units, X, tables):
    """The units as the learners want them."""
    actions = tables.settings["actions"]
    codes = {name: code for code, name in enumerate(actions.action_id)}
    action, folds = units.action_id.map(codes).to_numpy(), folds_of(units.code)
    worth = goal_values(X.annual_recurring_revenue_amount.to_numpy(float))
    goals = tables.settings["goals"].goal
    return uplift.Trial(
        X.to_numpy(),
        action,
        folds,
        ActionPropensities(X.to_numpy(), action, folds),
        outcomes={goal: units[goal].to_numpy(float) for goal in goals},
        worth={goal: worth[goal] for goal in goals},
        unit_costs=actions.unit_cost_amount.to_numpy(float),
    )


def _scores(trial):
    """What every action is worth to every unit after its cost, doubly robust, (n, k + 1)."""
    return (
        sum(
            trial.worth[goal][:, None] * uplift.doubly_robust_scores(trial, outcome)
            for goal, outcome in trial.outcomes.items()
        )
        - trial.unit_costs
    )


def _values(customers, effects, success, tree, tables):
    """What every action is worth to every customer after its cost, by policy, (m, k) each."""
    actions = tables.settings["actions"].iloc[1:]
    unit_costs = actions.unit_cost_amount.to_numpy(float)
    value = goal_values(customers.revenue.to_numpy())
    at_stake = dict.fromkeys(value, 1.0)
    at_stake["retention"] = (customers.days_to_renewal <= DAYS_AT_STAKE).to_numpy(float)
    caused = sum(found * (value[g] * at_stake[g])[:, None] for g, (found, _) in effects.items())
    promised = success * np.stack([value[goal] for goal in actions.goal], axis=1)
    action, mean_gain = tree
    is_of_tree = np.arange(1, len(actions) + 1) == action[:, None]
    return {
        "uplift": caused - unit_costs,
        "propensity": promised - unit_costs,
        "policy_tree": np.where(is_of_tree, mean_gain, np.nan),
    }


def _curves(options, resources):
    """What every budget from nothing to twice the present one would earn, by policy."""
    steps = np.linspace(0, 2 * resources.budget, FRONTIER_STEPS + 1)
    curves = {"budget": steps}
    for policy, value in options.items():
        path = frontier(value, resources.unit_costs)
        curves[policy] = np.interp(steps, [0, *path.spend], [0, *path.gain])
    return pd.DataFrame(curves)


def _propensity(past, X_past, X, names):
    """Probability that every action succeeds with every customer, (m, k)."""
    codes = past.action_id.map({name: code for code, name in enumerate(names[1:])}).to_numpy()
    model = CalibratedBoosting().fit(
        with_action(X_past, codes, len(names) - 1),
        past.was_successful.to_numpy(),
        folds_of(past.code),
    )
    return np.stack(
        [
            model.predict(with_action(X, np.full(len(X), code), len(names) - 1))
            for code in range(len(names) - 1)
        ],
        axis=1,
    )


def _risk(rows, X_rows, X):
    """Probability of every customer to reach the goal by themselves, (m,)."""
    folds, treated = folds_of(rows.code), rows.was_treated.to_numpy()
    X_rows = X_rows.to_numpy()
    weights = weights_of_left_alone(X_rows, treated, folds)
    alone = ~treated
    model = CalibratedBoosting().fit(
        X_rows[alone], rows.was_reached.to_numpy()[alone], folds[alone], weights
    )
    return model.predict(X.to_numpy())


def _policy_value(learner, race, trial, scores, budget):
    """What a budget spent by one learner's uplift earns, by doubly robust scores."""
    unit_costs = trial.unit_costs[1:]
    caused = sum(race[goal][learner] * trial.worth[goal][:, None] for goal in race) - unit_costs
    action = actions_within(frontier(caused, unit_costs), budget, len(caused))
    gained = scores[np.arange(len(action)), action] - scores[:, 0]
    return {
        "learner": learner,
        "value_amount": gained.sum(),
        "standard_error": gained.std(ddof=1) * np.sqrt(len(gained)),
    }


def _policy_tree(trial, scores, X):
    """Actions of customers by a tree of depth 2, and what it earns a unit that it has not seen."""
    # EconML takes no missing values.
    medians = np.nanmedian(trial.X, axis=0)
    X_units = np.where(np.isnan(trial.X), medians, trial.X)
    settings = {"max_depth": 2, "min_samples_leaf": 200, "honest": False, "random_state": 7}
    unseen = np.empty(len(scores))
    for fold in range(FOLD_COUNT):
        held_out = trial.folds == fold
        tree = PolicyTree(**settings).fit(X_units[~held_out], scores[~held_out])
        chosen = tree.predict(X_units[held_out])
        unseen[held_out] = scores[held_out, chosen] - scores[held_out, 0]
    tree = PolicyTree(**settings).fit(X_units, scores)
    return tree.predict(np.where(np.isnan(X), medians, X)), max(unseen.mean(), 0.0)


def _scenarios(value, managers, tables, budget, as_is):
    """What the live policy would earn if something were different."""
    rows = [{"scenario_id": "as_is", "value_amount": as_is[1]}]
    for change in tables.settings["scenarios"].itertuples():
        resources, own = Resources(tables, budget), value
        if change.changed == "budget_amount":
            resources.budget *= change.amount
        elif change.changed == "resource_maximum":
            resources.limits.loc[change.target, "maximum_amount"] += change.amount
        else:
            place = resources.uses.columns.get_loc(change.target)
            saved = resources.unit_costs[place] * (1 - change.amount)
            resources.unit_costs[place] -= saved
            own = value.copy()
            own[:, place] += saved
        bound = allocate(own, managers, resources)[1]
        rows.append({"scenario_id": change.scenario_id, "value_amount": bound})
    return pd.DataFrame(rows)


def _long_scores(customers, names, effects, baseline, success):
    """A row per customer, action and goal."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "customer_id": customers.customer_id,
                    "action_id": name,
                    "goal": goal,
                    "uplift": found[:, place],
                    "uplift_error": errors[:, place],
                    "baseline_probability": baseline[goal],
                    "success_probability": success[:, place],
                }
            )
            for place, name in enumerate(names[1:])
            for goal, (found, errors) in effects.items()
        ],
        ignore_index=True,
    )


if __name__ == "__main__":
    main()
