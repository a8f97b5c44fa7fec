"""A world of two decisions and one outcome: what the second decision does depends on the first."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from decision_sql import OFF_POLICY, POLICY_VALUE, build

LOGS = 300
CUSTOMERS = 200
FIRST, SECOND, OBSERVED = (np.datetime64(day) for day in ("2026-06-01", "2026-06-29", "2026-07-10"))
NAMES = np.array(["do_nothing", "call"])
ACTIONS = (
    "select * from (values ('do_nothing', 0), ('call', 2)) as rows(action_id, unit_cost_amount)"
)
# Probability of a call at the first decision, and at the second after nothing or a call.
FIRST_CALL = 0.5
SECOND_CALL = np.array([0.6, 0.3])
# Probability of success by first and second action: a call helps, and one too many does harm.
SUCCESS = np.array([[0.3, 0.5], [0.6, 0.4]])
# The policy that is judged calls once, at once.
TARGET = (1, 0)
# Its value from the first decision on, and from the second on, whatever had been logged before it.
FROM_FIRST = SUCCESS[TARGET]
FROM_SECOND = (1 - FIRST_CALL) * SUCCESS[0, TARGET[1]] + FIRST_CALL * SUCCESS[1, TARGET[1]]


def decision_rows(customers, log, day, *, actions, logged, target):
    """Live rows of all customers on a day, and those of the policy that is judged."""
    count = len(customers)
    common = {
        "customer_id": customers,
        "as_of_date": np.full(count, day),
        "stratum": log,
        "goal_values": ["{}"] * count,
        "cost_amount": np.where(actions == 1, 2.0, 0.0),
        "action_id": NAMES[actions],
        "action_probability": logged,
    }
    live = {
        **common,
        "decision_id": [f"{day}|{customer}" for customer in customers],
        "policy": ["live"] * count,
        "role": ["champion"] * count,
        "is_live": [True] * count,
        "policy_action_id": NAMES[actions],
        "live_action_probability": np.ones(count),
    }
    shadow = {
        **common,
        "decision_id": [f"{day}|{customer}|shadow" for customer in customers],
        "policy": np.char.add("judged ", log),
        "role": ["shadow"] * count,
        "is_live": [False] * count,
        "policy_action_id": [NAMES[target]] * count,
        "live_action_probability": (actions == target).astype(float),
    }
    return [pa.table({name: pa.array(rows[name]) for name in live}) for rows in (live, shadow)]


def world(logs):
    """Tables of so many logs, each of customers of its own."""
    rng = np.random.default_rng(14)
    count = logs * CUSTOMERS
    customers = np.array([f"C{number:06d}" for number in range(count)])
    log = np.array([f"{number // CUSTOMERS:03d}" for number in range(count)])
    first = (rng.random(count) < FIRST_CALL).astype(int)
    second = (rng.random(count) < SECOND_CALL[first]).astype(int)
    success = rng.random(count) < SUCCESS[first, second]
    first_logged = np.where(first == 1, FIRST_CALL, 1 - FIRST_CALL)
    second_logged = np.where(second == 1, SECOND_CALL[first], 1 - SECOND_CALL[first])
    rows = [
        *decision_rows(customers, log, FIRST, actions=first, logged=first_logged, target=TARGET[0]),
        *decision_rows(
            customers, log, SECOND, actions=second, logged=second_logged, target=TARGET[1]
        ),
    ]
    return {
        "int_past_decisions_read": pa.concat_tables(rows),
        "input_customer_outcomes": pa.table(
            {
                "customer_id": customers,
                "metric": ["kept"] * count,
                "observed_at": np.full(count, OBSERVED.astype("datetime64[us]")),
                "value": success.astype(float),
            }
        ),
        "int_as_of_date": "select date '2026-08-01' as as_of_date",
        "input_goals": "select 'keep' as goal, 'kept' as success_metric",
        "input_actions": ACTIONS,
    }


@pytest.fixture(scope="module")
def judged():
    return build(world(LOGS), [*OFF_POLICY, POLICY_VALUE])


def bias_in_errors(values, truth):
    """How many standard errors of their mean the values of all logs are away from the truth."""
    return (values.mean() - truth) / (values.std(ddof=1) / np.sqrt(len(values)))


def means(connection, condition, weight, reward="reward"):
    """Weighted mean of the reward in every log."""
    rows = connection.execute(
        f"select sum({weight} * {reward}) / count(*) from int_off_policy_rows_listed as listed "
        "join int_past_decisions_read as past on past.decision_id = listed.unit_id "
        f"where listed.policy like 'judged%' and listed.outcome = 'keep' and {condition} "
        "group by listed.policy"
    ).fetchall()
    return np.array(rows)[:, 0]


@pytest.mark.parametrize("estimator", ["ips", "snips", "dr"])
def test_values_are_those_of_the_policy_from_each_decision_on(judged, estimator):
    rows = np.array(
        judged.execute(
            "select value, lower, upper, overlapping_rate, unit_count from policy_value "
            f"where policy like 'judged%' and outcome = 'keep' and estimator = '{estimator}'"
        ).fetchall()
    )
    truth = (FROM_FIRST + FROM_SECOND) / 2
    assert len(rows) == LOGS
    assert abs(bias_in_errors(rows[:, 0], truth)) < 2.5
    # Two units of a customer share an outcome, which errors of single units would not know.
    assert 0.93 <= ((rows[:, 1] <= truth) & (truth <= rows[:, 2])).mean() <= 0.97
    assert (rows[:, 3] == 0.5).all()
    assert (rows[:, 4] == 2 * CUSTOMERS).all()


def test_from_the_first_decision_on_the_policy_is_worth_what_both_of_its_decisions_are(judged):
    weight = "target_probability / logged_probability"
    first = means(judged, f"past.as_of_date = '{FIRST}'", weight)
    assert abs(bias_in_errors(first, FROM_FIRST)) < 2.5


def test_the_newest_decision_alone_says_something_else(judged):
    """An outcome used to be that of the newest decision, which had not made the call."""
    weight = "target_probability / logged_probability"
    newest = means(judged, f"past.as_of_date = '{SECOND}'", weight)
    assert bias_in_errors(newest, FROM_FIRST) < -10


def test_the_weight_of_the_first_decision_alone_is_that_of_another_second_one(judged):
    weight = "past.action_probability"
    own = f"case when past.action_id = 'call' then 1 / {weight} else 0 end"
    first = means(judged, f"past.as_of_date = '{FIRST}'", own)
    assert bias_in_errors(first, FROM_FIRST) < -10


def test_without_overlaps_only_the_last_decisions_count():
    connection = build(world(1), OFF_POLICY, nba_overlapping_windows="left_out")
    assert connection.execute(
        "select count(*), max(later_decision_count), "
        "count(*) filter (unit_id not like '2026-06-29%') "
        "from int_off_policy_rows_listed where policy like 'judged%' and outcome = 'keep'"
    ).fetchall() == [(CUSTOMERS, 0, 0)]


def test_a_policy_that_was_not_logged_at_a_later_decision_is_not_judged_by_the_earlier_one():
    tables = world(1)
    past = tables["int_past_decisions_read"]
    is_missing = pc.and_(
        pc.invert(past["is_live"]),
        pc.and_(
            pc.equal(past["as_of_date"], pa.scalar(SECOND.item())),
            pc.less(past["customer_id"], "C000050"),
        ),
    )
    tables["int_past_decisions_read"] = past.filter(pc.invert(is_missing))
    connection = build(tables, OFF_POLICY)
    left = CUSTOMERS - 50
    for outcome in ("keep", "revenue", "net_value"):
        assert connection.execute(
            "select count(*), count(*) filter (unit_id like '2026-06-01%') "
            f"from int_off_policy_rows_listed where policy like 'judged%' and outcome = '{outcome}'"
        ).fetchall() == [(2 * left, left)]


WORKED_CASE = {
    # Three decisions, 0.5 x 0.8 x 0.9 likely; the policy would have called with 1, 0.25 and 1.
    "int_past_decisions_read": """
        select
            *, customer_id || as_of_date || policy as decision_id, 's' as stratum,
            'champion' as role,
            '{"keep": 100, "sell": 10}' as goal_values
        from (values
            ('C1', date '2026-06-01', 'live', true, 'call', 'call', 0.5, 1.0, 2.0),
            ('C1', date '2026-06-10', 'live', true, 'do_nothing', 'do_nothing', 0.8, 1.0, 0.0),
            ('C1', date '2026-06-20', 'live', true, 'call', 'call', 0.9, 1.0, 2.0),
            ('C1', date '2026-06-01', 'judged', false, 'call', 'call', 0.5, 1.0, 2.0),
            ('C1', date '2026-06-10', 'judged', false, 'call', 'call', 0.8, 0.25, 2.0),
            ('C1', date '2026-06-20', 'judged', false, 'call', 'call', 0.9, 1.0, 2.0),
            ('C2', date '2026-06-01', 'live', true, 'do_nothing', 'do_nothing', 0.5, 1.0, 0.0)
        ) as rows(customer_id, as_of_date, policy, is_live, action_id, policy_action_id,
            action_probability, live_action_probability, cost_amount)
    """,
    # One goal is observed after two of the decisions, the other one after all of them.
    "input_customer_outcomes": """
        select * from (values
            ('C1', 'kept', timestamp '2026-06-15 10:00:00', 1.0),
            ('C1', 'sold', timestamp '2026-06-20 10:00:00', 3.0),
            ('C1', 'sold', timestamp '2026-06-25 10:00:00', 5.0),
            ('C2', 'kept', timestamp '2026-06-15 10:00:00', 0.0),
            ('C2', 'sold', timestamp '2026-06-15 10:00:00', 0.0)
        ) as rows(customer_id, metric, observed_at, value)
    """,
    "int_as_of_date": "select date '2026-08-01' as as_of_date",
    "input_goals": (
        "select * from (values ('keep', 'kept'), ('sell', 'sold')) as g(goal, success_metric)"
    ),
    "input_actions": ACTIONS,
}


def test_every_goal_has_the_sequence_up_to_its_outcome_and_money_the_longest():
    connection = build(WORKED_CASE, OFF_POLICY)
    found = connection.execute(
        "select outcome, reward, logged_probability, target_probability, later_decision_count "
        "from int_off_policy_rows_listed where policy = 'judged' and unit_id like 'C12026-06-01%'"
    ).fetchall()
    expected = {
        "keep": (1, 0.5 * 0.8, 0.25, 1),
        "keep_value": (100, 0.5 * 0.8, 0.25, 1),
        "sell": (3, 0.5 * 0.8 * 0.9, 0.25, 2),
        "sell_value": (30, 0.5 * 0.8 * 0.9, 0.25, 2),
        "revenue": (130, 0.5 * 0.8 * 0.9, 0.25, 2),
        "cost": (4, 0.5 * 0.8 * 0.9, 0.25, 2),
        "net_value": (126, 0.5 * 0.8 * 0.9, 0.25, 2),
    }
    assert {name: values for name, *values in found} == {
        name: pytest.approx(values) for name, values in expected.items()
    }
    # Doing nothing was not what happened at the first decision.
    assert connection.execute(
        "select distinct target_probability from int_off_policy_rows_listed "
        "where policy = 'do_nothing' and unit_id like 'C12026-06-01%'"
    ).fetchall() == [(0,)]


def test_an_outcome_is_that_of_every_decision_in_whose_window_it_falls():
    connection = build(WORKED_CASE, OFF_POLICY, nba_outcome_window_days=15)
    assert connection.execute(
        "select as_of_date::varchar, metric, observed_at::date::varchar, value, "
        "later_decision_count from decision_outcomes where customer_id = 'C1' order by all"
    ).fetchall() == [
        ("2026-06-01", "kept", "2026-06-15", 1, 1),
        ("2026-06-10", "kept", "2026-06-15", 1, 0),
        ("2026-06-10", "sold", "2026-06-20", 3, 1),
        ("2026-06-20", "sold", "2026-06-20", 3, 0),
    ]
