"""Effects from explorers: the same figures by numpy, and worlds whose truth is known."""

import numpy as np
import pyarrow as pa
import pytest
from decision_sql import EFFECTS, build

LOGS = 300
CUSTOMERS = 300
Z = 1.959963984540054
# A call reaches 7 in 10 who drew it, and is made all the same to 1 in 10 who drew nothing.
REACHED, CALLED_ANYWAY = 0.7, 0.1
# What a call does, and how much worse those do whom managers call of their own accord.
LIFT, CONFOUNDING = 0.25, 0.15
# Every second customer explores on one day, the others on two. What a call does is done once: on
# two days a draw changes only what the other one has not, which for probabilities of 0.2, 0.5 and
# 0.8 is half of it. A third of the units are alone.
COMPLIERS = REACHED - CALLED_ANYWAY
EFFECT = LIFT * COMPLIERS * (1 / 3 + 2 / 3 * 0.5)


@pytest.fixture(scope="module")
def explorations():
    """dict of arrays, an entry per exploration; every log has a goal of its own."""
    rng = np.random.default_rng(5)
    count = LOGS * CUSTOMERS
    willing = rng.random(count)
    probability = rng.choice([0.2, 0.5, 0.8], count)
    days = 1 + np.arange(count) % 2
    drawn = rng.random((count, 2)) < probability[:, None]
    got = (drawn & (willing < REACHED)[:, None]) | (willing < CALLED_ANYWAY)[:, None]
    is_called = got[:, 0] | (got[:, 1] & (days == 2))
    chance = 0.4 - CONFOUNDING * (willing < CALLED_ANYWAY) + 0.2 * (probability > 0.5)
    success = rng.random(count) < chance + LIFT * is_called
    customer, day = np.repeat(np.arange(count), 2), np.tile([0, 1], count)
    is_there = day < days[customer]
    customer, day = customer[is_there], day[is_there]
    return {
        "log": customer // CUSTOMERS,
        "customer": customer,
        "day": day,
        "probability": probability[customer],
        "drawn": drawn[customer, day],
        "got": got[customer, day],
        "success": success[customer].astype(float),
        "later": days[customer] - 1 - day,
    }


def tables_of(rows):
    """What the models read, with explorers in between who tell nothing."""
    count = len(rows["customer"])
    drawn, got, probability = rows["drawn"], rows["got"], rows["probability"]
    customers = np.char.mod("C%06d", rows["customer"])
    decisions = np.char.mod("D%d", np.arange(count))
    dates = np.array(["2026-06-01", "2026-06-29"], dtype="datetime64[D]")[rows["day"]]
    odds = [f'{{"call": {p}, "do_nothing": {1 - p}}}' for p in probability]
    # Who could not have drawn nothing, or for whom nobody wrote down what else there was.
    odds[0], odds[1] = '{"call": 0.5, "offer": 0.5}', None
    actions = np.where(drawn, "call", "do_nothing")
    states = np.where(drawn & got, "delivered", np.where(got, "overridden", "expired"))
    observed, first = np.unique(customers, return_index=True)
    metrics = np.char.mod("metric_%03d", rows["log"])
    return {
        "int_past_decisions_read": pa.table(
            {
                "decision_id": decisions,
                "customer_id": customers,
                "as_of_date": dates,
                "policy": ["live"] * count,
                "role": ["exploration"] * count,
                "is_live": [True] * count,
                "action_id": actions,
                "action_probability": np.where(drawn, probability, 1 - probability),
                "explored_probabilities": odds,
                "explored_uplifts": pa.nulls(count, pa.string()),
                "stratum": ["s"] * count,
            }
        ),
        "decision_states": pa.table(
            {
                "decision_id": decisions,
                "state": states,
                "overriding_action_id": np.where(~drawn & got, "call_by_phone", None).tolist(),
            }
        ),
        "input_customer_outcomes": pa.table(
            {
                "customer_id": observed,
                "metric": metrics[first],
                "observed_at": np.full(len(observed), np.datetime64("2026-07-20T10:00:00", "us")),
                "value": rows["success"][first],
            }
        ),
        "int_as_of_date": "select date '2026-08-01' as as_of_date",
        "input_goals": (
            "select replace(metric, 'metric', 'goal') as goal, metric as success_metric "
            "from (select distinct metric from input_customer_outcomes) as metrics"
        ),
        "input_actions": (
            "select * from (values ('do_nothing', 'do_nothing'), ('call', 'call'), "
            "('call_by_phone', 'call'), ('offer', 'offer')) as a(action_id, base_action_id)"
        ),
    }


@pytest.fixture(scope="module")
def found(explorations):
    """One row per log: dict of column -> array of length LOGS."""
    connection = build(tables_of(explorations), EFFECTS)
    return connection.sql(
        "select * from decision_effects where action_id = 'call' order by goal"
    ).fetchnumpy()


def hajek(rows, values):
    """Difference of weighted means, and what every customer moves it by."""
    weights = np.where(rows["drawn"], 1 / rows["probability"], 1 / (1 - rows["probability"]))
    influence = np.zeros(len(weights))
    means = {}
    for arm in (True, False):
        inside = rows["drawn"] == arm
        means[arm] = np.average(values[inside], weights=weights[inside])
        count = len(np.unique(rows["customer"][inside]))
        influence[inside] = (
            (1 if arm else -1)
            * np.sqrt(count / (count - 1))
            * (weights[inside] * (values[inside] - means[arm]) / weights[inside].sum())
        )
    _, cluster = np.unique(rows["customer"], return_inverse=True)
    return means[True] - means[False], np.bincount(cluster, influence)


@pytest.mark.parametrize("log", [0, 7])
def test_figures_are_those_of_numpy(found, explorations, log):
    inside = explorations["log"] == log
    # The first two explorers of the first log tell nothing.
    inside[:2] = False
    rows = {name: values[inside] for name, values in explorations.items()}
    effect, influence = hajek(rows, rows["success"])
    difference, delivery_influence = hajek(rows, rows["got"].astype(float))
    complier_influence = (influence - effect / difference * delivery_influence) / difference
    error, complier_error = (
        np.sqrt((values**2).sum()) for values in (influence, complier_influence)
    )
    expected = {
        "effect": effect,
        "standard_error": error,
        "lower": effect - Z * error,
        "upper": effect + Z * error,
        "complier_effect": effect / difference,
        "complier_standard_error": complier_error,
        "complier_upper": effect / difference + Z * complier_error,
        "unit_count": len(rows["drawn"]),
        "treated_unit_count": rows["drawn"].sum(),
        "control_unit_count": (~rows["drawn"]).sum(),
        "overlapping_rate": (rows["later"] > 0).mean(),
    }
    assert {name: found[name][log] for name in expected} == pytest.approx(
        expected, rel=1e-8, abs=1e-9
    )
    assert found["delivery_rate"][log] - found["undrawn_delivery_rate"][log] == pytest.approx(
        difference, rel=1e-8
    )


@pytest.mark.parametrize(
    ("name", "truth"), [("", EFFECT), ("complier_", EFFECT / COMPLIERS)], ids=["effect", "complier"]
)
def test_intervals_hold_the_truth_as_often_as_they_say(found, name, truth):
    values = found["complier_effect" if name else "effect"]
    error = values.std(ddof=1) / np.sqrt(LOGS)
    assert abs(values.mean() - truth) < 2.5 * error
    inside = (found[f"{name}lower"] <= truth) & (truth <= found[f"{name}upper"])
    assert 0.93 <= inside.mean() <= 0.97


def test_who_got_it_says_something_else(found, explorations):
    """Who is likely to draw a call, or is called by managers, is not like the others."""
    got = explorations["got"]
    naive = explorations["success"][got].mean() - explorations["success"][~got].mean()
    values = found["complier_effect"]
    assert abs(naive - EFFECT / COMPLIERS) > 10 * values.std(ddof=1) / np.sqrt(LOGS)
