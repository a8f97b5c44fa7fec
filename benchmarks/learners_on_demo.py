"""Uplift learners on the demo, where it is known what each action does to each customer."""

import functools
import time
import warnings

import duckdb
import numpy as np
from scipy.stats import spearmanr

from python_ml.customers.feature_encoding import encode, learn_encoding
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import make_trial
from python_ml.learners import LEARNERS, make_learner
from python_ml.uplift.uplift_scores import score

SEED = 7
GOALS = ("retention", "upsell")


class Demo:
    """The demo's trial, the customers to decide on, and the truth about them."""

    def __init__(self, path, budget):
        """Read a built warehouse."""
        self.budget = budget
        with duckdb.connect(str(path), read_only=True) as connection:
            self._read(connection)
            self.artefacts = connection.sql("select * from model_artefacts").to_arrow_table()

    def _read(self, connection):
        features = connection.sql(
            "select feature_name, feature_type from feature_catalogue order by feature_order"
        ).fetchall()
        units = connection.sql(
            "select * from int_uplift_training_rows order by unit_id"
        ).to_arrow_table()
        self.customers = connection.sql(
            "select * from int_features_to_score order by customer_id"
        ).to_arrow_table()
        actions = connection.sql(
            "select action_id, cast(unit_cost_amount as double) from input_actions "
            "order by catalogue_order"
        ).fetchall()
        self.names = names = [name for name, _ in actions]
        self.cost = np.array([cost for _, cost in actions])
        encoding = learn_encoding(units, features)
        self.X, self.X_new = encode(units, encoding), encode(self.customers, encoding)
        self.action = np.array([names.index(a) for a in units.column("action_id").to_pylist()])
        self.logged = units.column("action_probability").to_numpy()
        self.fold = units.column("fold").to_numpy()
        self.outcomes = [
            connection.sql(
                "select outcome from int_uplift_training_rows as units "
                "left join (from int_uplift_outcomes_listed where goal = "
                f"'{goal}') as outcomes using (unit_id) order by unit_id"
            ).fetchnumpy()["outcome"]
            for goal in GOALS
        ]
        truth = connection.sql(
            "select o.customer_id, o.action_id, retention_effect, upsell_effect, is_eligible, "
            "cast(true_value_amount as double), "
            "cast(coalesce(p.customer_lifetime_value_amount, 0) as double), "
            "cast(coalesce(p.expansion_value_amount, 0) as double) "
            "from oracle_action_values o join customer_profile p using (customer_id)"
        ).fetchall()
        row_of = {c: i for i, c in enumerate(self.customers.column("customer_id").to_pylist())}
        shape = len(row_of), len(names)
        self.effect, self.value = np.zeros(shape), np.zeros(shape)
        self.is_eligible = np.zeros(shape, dtype=bool)
        self.at_stake = np.zeros((shape[0], 2), dtype=bool)
        self.goal_values = np.zeros((shape[0], 2))
        for customer, action, retention, _, eligible, value, lifetime, expansion in truth:
            row, column = row_of[customer], names.index(action)
            self.effect[row, column], self.value[row, column] = retention, value
            self.is_eligible[row, column] = eligible
            self.goal_values[row] = lifetime, expansion
        for customer, goal in connection.sql(
            "select customer_id, goal from int_customer_goals_valued where is_at_stake"
        ).fetchall():
            self.at_stake[row_of[customer], GOALS.index(goal)] = True

    def true_value(self, uplifts):
        """What the customers truly earn if the budget is spent by these uplifts.

        Args:
            uplifts: two (n, k) arrays, on retention and on upsell.

        Returns:
            float: account currency.
        """
        predicted = np.zeros_like(self.value)
        for goal, uplift in enumerate(uplifts):
            worth = self.goal_values[:, goal] * self.at_stake[:, goal]
            predicted[:, 1:] += uplift * worth[:, None]
        predicted -= self.cost
        chosen = spend_budget(predicted, self.cost, self.is_eligible, self.budget)
        return float(self.value[np.arange(len(chosen)), chosen].sum())

    def best_value(self):
        """What the customers earn if the budget is spent by the truth."""
        chosen = spend_budget(self.value, self.cost, self.is_eligible, self.budget)
        return float(self.value[np.arange(len(chosen)), chosen].sum())


def spend_budget(value, cost, is_eligible, budget):
    """The action of each customer at the lowest price of money that keeps within the budget."""
    value = np.where(is_eligible, value, -np.inf)
    value[:, 0] = 0
    low, high = 0.0, 1e6
    for _ in range(80):
        price = (low + high) / 2
        chosen = np.argmax(value - price * cost, axis=1)
        low, high = (price, high) if cost[chosen].sum() > budget else (low, price)
    return np.argmax(value - high * cost, axis=1)


def demo_rows(demo, trees, peers):
    """One row per learner: how near its effects are to the truth, and what they earn."""
    trials = [
        make_trial(demo.X, demo.action, outcome, logged=demo.logged, fold=demo.fold, seed=SEED)
        for outcome in demo.outcomes
    ]
    means = [cross_fitted_outcome_means(trial, seed=SEED) for trial in trials]

    def ours(name, **settings):
        return [
            make_learner(name, SEED, **settings).fit_trial(trial, mean).predict(demo.X_new)
            for trial, mean in zip(trials, means, strict=True)
        ]

    def theirs(peer):
        return [
            peer(
                demo.X,
                demo.action,
                trial.outcome,
                trial.propensity,
                demo.X_new,
                trees=trees,
                seed=SEED,
                propensity_test=new_propensity,
            )
            for trial in trials
        ]

    new_propensity = np.tile(trials[0].propensity.mean(axis=0), (len(demo.X_new), 1))
    contenders = {f"this project: {name}": functools.partial(ours, name) for name in LEARNERS}
    contenders |= {name: functools.partial(theirs, peer) for name, peer in peers.items()}
    rows = [{"learner": "this project: the champion as built"} | judged(demo, stored(demo))]
    for name, fit in contenders.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                uplifts = fit()
        except ValueError as error:
            rows.append({"learner": name, "note": str(error)[:60]})
            continue
        rows.append({"learner": name} | judged(demo, uplifts))
    return rows


def stored(demo):
    """Uplifts of the customers by the models in the warehouse, which decide as uplift_v2."""
    scores = score(demo.artefacts, demo.customers, confidence_level=0.95).to_pandas()
    order = demo.customers.column("customer_id").to_pylist()
    return [
        scores[scores["goal"] == goal]
        .pivot_table(index="customer_id", columns="action_id", values="uplift")
        .loc[order, demo.names[1:]]
        .to_numpy()
        for goal in GOALS
    ]


def judged(demo, uplifts):
    """Error, rank correlation and true value of predicted uplifts."""
    errors, correlations = [], []
    for column in range(1, demo.effect.shape[1]):
        rows = demo.is_eligible[:, column] & demo.at_stake[:, 0]
        truth, predicted = demo.effect[rows, column], uplifts[0][rows, column - 1]
        errors.append(np.mean((predicted - truth) ** 2))
        if np.ptp(predicted) > 0:
            correlations.append(spearmanr(predicted, truth).statistic)
    value = demo.true_value(uplifts)
    return {
        "RMSE": f"{np.sqrt(np.mean(errors)):.3f}",
        "rank correlation": f"{np.mean(correlations):.2f}" if correlations else "-",
        "true value": f"{value / 1e6:.2f} M",
        "of the best": f"{value / demo.best_value():.0%}",
    }


def interval_coverage(demo):
    """Share of the customers' intervals that hold the true effect on retention."""
    scores = score(demo.artefacts, demo.customers, confidence_level=0.95)
    frame = scores.to_pandas()
    frame = frame[frame["goal"] == "retention"]
    lower, upper = (
        frame.pivot_table(index="customer_id", columns="action_id", values=name, sort=True)
        for name in ("uplift_lower", "uplift_upper")
    )
    with_truth = {}
    for action in lower.columns:
        position = demo.names.index(action)
        rows = demo.is_eligible[:, position] & demo.at_stake[:, 0]
        truth = demo.effect[rows, position]
        inside = (truth >= lower[action].to_numpy()[rows]) & (
            truth <= upper[action].to_numpy()[rows]
        )
        with_truth[action] = float(inside.mean())
    return with_truth


def scoring_seconds(demo, count=1_000_000):
    """Seconds to score many customers with all actions of the stored models."""
    repeats = -(-count // demo.customers.num_rows)
    many = demo.customers.take(np.tile(np.arange(demo.customers.num_rows), repeats)[:count])
    started = time.perf_counter()
    score(demo.artefacts, many, confidence_level=0.95)
    return time.perf_counter() - started
