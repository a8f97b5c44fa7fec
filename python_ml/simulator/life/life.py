"""One life: every day is decided for by the engine, lived by the world, and reported back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from python_ml.progress import tracked
from python_ml.simulator.catalogue import ACTIONS
from python_ml.simulator.life.capacities import BUDGET, HOURS, maximum_amounts
from python_ml.simulator.life.contact_rules import allowed
from python_ml.simulator.life.engine_code import Model
from python_ml.simulator.life.engine_day import Engine
from python_ml.simulator.life.history import History
from python_ml.simulator.life.ledger import Ledger
from python_ml.simulator.life.scores import Scores
from python_ml.simulator.life.settings import EXPIRY_DAYS, LifeSettings
from python_ml.simulator.life.spending import value_earned
from python_ml.simulator.life.supplies import VALUED, Supplies
from python_ml.simulator.life.truth import potential_outcomes
from python_ml.simulator.life.world import World

DAILY = (
    "recommendations",
    "decision_log",
    "decision_withdrawals",
    "allocation_certificate",
    "resource_periods",
)
ESTIMATES = ("decision_states", "decision_effects", "policy_value")
_CODES = {name: code for code, name in enumerate(ACTIONS)}


@dataclass
class Life:
    """What a life left behind.

    Attributes:
        settings: LifeSettings.
        decisions: one row per live decision: decision_id, customer (row number), day, action
            (code), decision_triggers, role, cost, is_allowed (by the rules), renewal (day of the
            next one) and its potential outcomes, truth_<action code>_<goal number>; and how likely
            each action is explored on the customer, explored_<action code>.
        events: one row per action done: customer, day, action, decided_action, fate.
        days: one row per day: customers, decisions, those to act, points foreseen, rows of the log
            so far, rows worked on, seconds, what is used of the month in the morning after the
            decisions (of hours, by whom most is), and the value earned.
        withdrawals: one row per withdrawal: decision_id, day.
        engine: Engine, as the last day left it.
        world: World, as the last day left it.
        ledger: Ledger, as the last day left it.
    """

    settings: LifeSettings
    engine: Engine
    world: World
    ledger: Ledger
    decisions: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    withdrawals: pd.DataFrame = field(default_factory=pd.DataFrame)
    days: pd.DataFrame = field(default_factory=pd.DataFrame)


def live(
    settings: LifeSettings,
    warehouse: Path,
    models: dict[str, Model],
    on_day: Callable | None = None,
) -> Life:
    """Live all days.

    Args:
        settings: LifeSettings.
        warehouse: file of a build with the settings of the company.
        models: all compiled models of the engine.
        on_day: function of the life and the day, called when a day is built, or None.

    Returns:
        Life.

    Raises:
        ValueError: if the engine cannot build a day.
    """
    world = World(settings)
    scores = Scores(settings, world.population.count)
    history = History(world, has_references="decision_states" in models)
    supplies = Supplies(world, scores, history, has_valued_customers=VALUED in models)
    targets = [name for name in DAILY if name in models]
    listed = ", ".join(f"'{policy}'" for policy in settings.policies)
    restrictions = {"int_action_candidates_listed": f"policy in ({listed})"}
    engine = Engine(warehouse, models, supplies.models(), targets, restrictions=restrictions)
    _set_capacities(engine, settings)
    ledger = Ledger(settings, world.population.manager)
    life = Life(settings, engine, world, ledger)
    kept = {"decisions": [], "events": [], "days": [], "withdrawals": []}
    for day in tracked(range(settings.days), "Days"):
        supplies.day = day
        started = perf_counter()
        engine.build_day()
        seconds = perf_counter() - started
        ledger.expire(day, EXPIRY_DAYS)
        decided = _decisions(engine, supplies, scores, day)
        kept["decisions"].append(decided)
        kept["withdrawals"].append(_withdrawals(engine, supplies, world, ledger, day))
        customers, actions = decided["customer"].to_numpy(), decided["action"].to_numpy()
        is_new = _is_new(settings, actions)
        world.decide(
            customers[is_new], actions[is_new], decided["decision_id"].to_numpy()[is_new], day
        )
        ledger.decide(customers[is_new], actions[is_new], day)
        kept["days"].append(_day_row(life, decided, day, seconds, ledger.used(day)))
        if on_day is not None:
            on_day(life, day)
        done, renewals = world.live(day)
        history.add(done, renewals, day)
        ledger.do(done.customer, done.action, day)
        kept["days"][-1]["value"] = value_earned(world, done, renewals)
        kept["events"].append(_event_rows(done, day))
    for name, frames in kept.items():
        setattr(life, name, pd.concat(frames, ignore_index=True))
    return life


def _is_new(settings, actions):
    """Where every build decides anew, doing nothing does not take back what was decided before."""
    return actions > 0 if settings.period_days == 0 else np.ones(len(actions), dtype=bool)


def _set_capacities(engine, settings):
    for resource, amount in maximum_amounts(settings).items():
        if resource != BUDGET:
            engine.connection.execute(
                "update input_resources set maximum_amount = ? where resource_id = ?",
                [amount, resource],
            )


def _decisions(engine, supplies, scores, day):
    world = supplies.world
    columns = "decision_id, customer_id, action_id, role, cost_amount, action_probability"
    if "decision_triggers" in engine.query("from decision_log limit 0").column_names:
        columns += ", decision_triggers"
    rows = engine.query(
        f"select {columns} from decision_log where as_of_date = ? and is_live order by customer_id",
        [world.settings.calendar_date(day)],
    ).to_pandas()
    customers = supplies.number(rows.pop("customer_id").tolist())
    rows["customer"] = customers
    rows["day"] = day
    rows["action"] = rows.pop("action_id").map(_CODES).astype(np.int64)
    rows["cost"] = rows.pop("cost_amount").astype(float)
    is_open = allowed(world, scores, customers, day)
    rows["is_allowed"] = is_open[np.arange(len(customers)), rows["action"]]
    rows["renewal"], outcomes = potential_outcomes(world, customers, day)
    truth = {
        f"truth_{action}_{goal}": outcomes[:, action, goal]
        for action in range(outcomes.shape[1])
        for goal in range(outcomes.shape[2])
    }
    truth |= _explored(engine, supplies, rows["customer"])
    return pd.concat([rows, pd.DataFrame(truth, index=rows.index)], axis=1)


def _explored(engine, supplies, customers):
    """How likely each action is explored on each customer: explored_<action code>."""
    drawn = engine.query(
        "select customer_id, action_id, explored_probability "
        "from int_exploration_probabilities_computed where explored_probability > 0"
    ).to_pandas()
    place = pd.Series(np.arange(len(customers)), index=customers)
    probability = np.zeros((len(customers), len(ACTIONS)))
    rows = place.reindex(supplies.number(drawn["customer_id"].tolist())).to_numpy()
    is_due = ~np.isnan(rows)
    probability[rows[is_due].astype(np.int64), drawn["action_id"].map(_CODES)[is_due]] = drawn[
        "explored_probability"
    ][is_due]
    return {f"explored_{action}": probability[:, action] for action in range(len(ACTIONS))}


def _withdrawals(engine, supplies, world, ledger, day):
    if "decision_withdrawals" not in engine.rows:
        return pd.DataFrame({"decision_id": [], "day": []})
    rows = engine.query(
        "select decision_id, customer_id from decision_withdrawals where as_of_date = ?",
        [world.settings.calendar_date(day)],
    ).to_pandas()
    customers = supplies.number(rows.pop("customer_id").tolist())
    world.withdraw(customers)
    ledger.release(customers, day)
    return rows.assign(day=day)


def _day_row(life, decided, day, seconds, used):
    shared, hours = used
    used = {f"used_{name}": amount for name, amount in shared.items()}
    return pd.DataFrame(
        {
            "day": [day],
            "customers": [len(life.world.active(day))],
            "decisions": [len(decided)],
            "acted": [int((decided["action"] > 0).sum())],
            "foreseen": [life.engine.rows.get("int_decision_points_foreseen", 0)],
            "logged": [life.engine.rows.get("int_past_decisions_read", 0)],
            "rows": [sum(life.engine.rows.values())],
            "seconds": [seconds],
            **used,
            f"used_{HOURS}": [hours.max()],
        }
    )


def _event_rows(done, day):
    return pd.DataFrame(
        {
            "customer": done.customer,
            "day": day,
            "action": done.action,
            "decided_action": done.decided_action,
            "decision_id": done.decision_id,
            "fate": done.fate,
        }
    )
