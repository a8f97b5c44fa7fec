"""The tables that the world supplies to the engine: what stands before its decisions."""

import numpy as np
import pyarrow as pa

from python_ml.simulator.catalogue import ACTIONS
from python_ml.simulator.life.engine_code import Model
from python_ml.simulator.life.engine_day import world_table
from python_ml.simulator.life.history import History
from python_ml.simulator.life.scores import Scores
from python_ml.simulator.life.world import GOALS, World

Z = 1.959963984540054
# Whose scores are wanted: a table of the engine, if it has one.
VALUED = "int_customers_valued_listed"
# What no life has: experiments besides the draws of the log, trees, and draws by strata.
EMPTY = (
    "input_experiment_assignments",
    "int_policy_tree_applied",
    "int_thompson_probabilities_counted",
    "int_thompson_valued",
    "int_trial_actions_chosen",
    "int_trial_rewards_listed",
    "int_trial_rewards_predicted",
    "recommendation_drivers",
    "thompson_posteriors",
)


class Supplies:
    """The world in the engine's words.

    Args:
        world: World.
        scores: Scores.
        history: History, of what was done and came of it.
        has_valued_customers: whether the engine says whose scores it wants.

    Attributes:
        day: today, to be set before a build.
    """

    def __init__(
        self, world: World, scores: Scores, history: History, *, has_valued_customers: bool
    ) -> None:
        self.world = world
        self.scores = scores
        self.history = history
        self.day = 0
        self._scored = None
        self._wanted = (VALUED,) if has_valued_customers else ()
        self._number = {name: row for row, name in enumerate(world.population.ids)}

    def models(self) -> dict[str, Model]:
        """All tables, as models of the engine.

        Returns:
            dict: Model by name.
        """
        rows = {
            "int_as_of_date": ((), self._as_of_date),
            "input_customers": ((), self._customers),
            "input_do_not_contact": ((), self._do_not_contact),
            "input_action_history": ((), self.history.actions_table),
            "input_customer_outcomes": ((), self.history.outcomes_table),
            "customer_profile": ((), self._profiles),
            "customer_engagement": ((), self._engagement),
            "int_features_selected": ((), self._keys),
            "int_goal_outcomes_described": ((), _goal_outcomes),
            "learner_policy_values": ((), _champion),
            "action_evidence": ((), _evidence),
            "goal_baselines": (self._wanted, self._baselines),
            "uplift_scores": (self._wanted, self._uplift_scores),
            "propensity_scores": (self._wanted, self._propensity_scores),
        }
        rows |= dict.fromkeys(EMPTY, ((), _nothing))
        return {name: world_table(name, *entry) for name, entry in rows.items()}

    def number(self, customer_ids: list) -> np.ndarray:
        """(m,) row numbers of customers; (m,) text."""
        return np.array([self._number[name] for name in customer_ids], dtype=np.int64)

    def _date(self):
        return self.world.settings.date(self.day)

    def _wanted_customers(self, ref):
        if not self._wanted:
            return self.world.active(self.day)
        listed = ref(VALUED).project("customer_id").distinct().to_arrow_table()
        return np.sort(self.number(listed.column("customer_id").to_pylist()))

    def _effects(self, customers):
        """As `Scores.effects`: three tables ask for the same on one day."""
        if self._scored is None or self._scored[0] != self.day:
            scored = self.scores.effects(self.world, customers, self.day)
            self._scored = self.day, scored
        return self._scored[1]

    def _as_of_date(self, ref):
        del ref
        return pa.table({"as_of_date": [self.world.settings.calendar_date(self.day)]})

    def _keys(self, ref):
        del ref
        return self._keys_of(self.world.active(self.day))

    def _keys_of(self, customers):
        return pa.table(
            {
                "customer_id": self.world.population.ids[customers],
                "as_of_date": np.full(len(customers), self._date()),
            }
        )

    def _customers(self, ref):
        del ref
        population = self.world.population
        customers = self.world.known(self.day)
        signed_up = self.world.settings.start - population.tenure_days[customers]
        return pa.table(
            {
                "customer_id": population.ids[customers],
                "account_manager_id": _manager_ids(population.manager[customers]),
                "signed_up_on": signed_up,
            }
        )

    def _do_not_contact(self, ref):
        del ref
        customers = self.world.active(self.day)
        customers = customers[self.world.opts_out_on[customers] < self.day]
        return pa.table(
            {
                "customer_id": self.world.population.ids[customers],
                "channel": np.where(self.world.opts_out_of_all[customers], "all", "email"),
                "reason": np.full(len(customers), "asked for it"),
            }
        )

    def _profiles(self, ref):
        world, day = self.world, self.day
        population = world.population
        customers = world.known(day)
        renewal = population.next_renewal(day)[customers]
        revenue = population.revenue[customers]
        columns = {
            "is_active": world.leaves_on[customers] > day,
            "account_manager_id": _manager_ids(population.manager[customers]),
            "tenure_days": population.tenure_days[customers] + day,
            "renews_on": world.settings.start + renewal,
            "days_to_renewal": renewal - day,
            "annual_recurring_revenue_amount": revenue,
            "contract_value_amount": revenue,
            "churn_probability": self.scores.churn_probability(world, customers, day),
            "churn_probability_source": np.full(len(customers), "churn_score"),
            "open_severe_ticket_count": world.health.open_tickets[customers, day],
            "customer_lifetime_value_amount": world.goal_values[customers, 0],
            "expansion_value_amount": world.goal_values[customers, 1],
        }
        del ref
        return _with(self._keys_of(customers), columns)

    def _engagement(self, ref):
        engagement = self.world.population.engagement[self.world.active(self.day)]
        return _with(self._keys(ref), {"engagement_score": engagement})

    def _baselines(self, ref):
        customers = self._wanted_customers(ref)
        churn = self.scores.churn_probability(self.world, customers, self.day)
        _, _, untreated = self._effects(customers)
        return pa.table(
            {
                "customer_id": np.repeat(self.world.population.ids[customers], len(GOALS)),
                "as_of_date": np.full(len(GOALS) * len(customers), self._date()),
                "goal": np.tile(GOALS, len(customers)),
                "baseline_probability": np.column_stack([1 - churn, untreated[:, 1]]).ravel(),
                "source": np.full(len(GOALS) * len(customers), "churn_score"),
            }
        )

    def _uplift_scores(self, ref):
        customers = self._wanted_customers(ref)
        effects, errors, untreated = self._effects(customers)
        effects, errors = np.round(effects[:, 1:], 6), errors[:, 1:]
        m, actions, goals = effects.shape
        baseline = np.repeat(untreated[:, None, :], actions, axis=1).ravel()
        return pa.table(
            {
                "customer_id": np.repeat(self.world.population.ids[customers], actions * goals),
                "action_id": np.tile(np.repeat(ACTIONS[1:], goals), m),
                "goal": np.tile(GOALS, m * actions),
                "uplift": effects.ravel(),
                "uplift_lower": (effects - Z * errors).ravel(),
                "uplift_upper": (effects + Z * errors).ravel(),
                "baseline_mean": baseline,
                "baseline_probability": baseline,
                "learner": np.full(m * actions * goals, "t"),
                "model_version": np.full(m * actions * goals, "life"),
            }
        )

    def _propensity_scores(self, ref):
        """Who succeeds with an action, by own doing or by that of the action."""
        customers = self._wanted_customers(ref)
        effects, _, untreated = self._effects(customers)
        own_goal = np.array([0, 0, 0, 1])
        actions = np.arange(1, len(ACTIONS))
        success = untreated[:, own_goal] + effects[:, actions, own_goal]
        return pa.table(
            {
                "customer_id": np.repeat(self.world.population.ids[customers], len(actions)),
                "action_id": np.tile(ACTIONS[1:], len(customers)),
                "success_probability": np.clip(success, 0.001, 0.999).ravel(),
                "model_version": np.full(len(actions) * len(customers), "life"),
            }
        )


def _with(table, columns):
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values))
    return table


def _manager_ids(numbers):
    return np.array([f"M{number:03d}" for number in range(int(numbers.max(initial=0)) + 1)])[
        numbers
    ]


def _goal_outcomes(ref):
    del ref
    return pa.table(
        {"goal": list(GOALS), "is_yes_no": [True, True], "mean_success_outcome": [1.0, 1.0]}
    )


def _champion(ref):
    del ref
    return pa.table({"learner": ["t"], "complexity_rank": [1], "is_champion": [True]})


def _evidence(ref):
    del ref
    names = list(ACTIONS[1:])
    count = len(names)
    return pa.table(
        {
            "action_id": names,
            "goal": ["retention", "retention", "retention", "upsell"],
            "rung": ["experimented"] * count,
            "basis": ["uplift_model"] * count,
            "is_assumption_stated": [True] * count,
            "log_event_count": [0] * count,
            "log_success_count": [0] * count,
            "experiment_unit_count": [1_000] * count,
            "experiment_control_unit_count": [1_000] * count,
            "posterior_success_count": [50.0] * count,
            "posterior_failure_count": [950.0] * count,
            "persuasion_rate": [0.05] * count,
        }
    )


def _nothing(ref):
    del ref
    return pa.table({})
