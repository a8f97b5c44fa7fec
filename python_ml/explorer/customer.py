"""One customer: why this, why not that, and what was decided before."""

import duckdb
import pandas as pd

# Amounts below this are rounding.
NOTHING = 0.005


def recommendation(connection: duckdb.DuckDBPyConnection, customer_id: str) -> dict:
    """What is recommended to a customer.

    Args:
        connection: open DuckDB connection to the served file.
        customer_id: key of the customer.

    Returns:
        dict: column of `recommendations` or `customer_profile` -> value; empty for a customer to
        whom nothing is recommended, such as one who has left.
    """
    result = connection.execute(
        "select recommendations.*, customer_profile.* exclude (customer_id, as_of_date) "
        "from recommendations left join customer_profile using (customer_id) "
        "where customer_id = ?",
        [customer_id],
    )
    names = [column[0] for column in result.description]
    row = result.fetchone()
    return dict(zip(names, row, strict=True)) if row else {}


def options(connection: duckdb.DuckDBPyConnection, customer_id: str, policy: str) -> pd.DataFrame:
    """All actions for a customer by a policy, the chosen one and the most valuable ones first.

    Args:
        connection: open DuckDB connection to the served file.
        customer_id: key of the customer.
        policy: name of the policy.

    Returns:
        pandas.DataFrame: a row per action, of decision_trace; empty for a customer who is not up
        for a decision today.
    """
    return connection.execute(
        "select action_id, is_chosen, is_eligible, blocked_reason, success_probability, uplift, "
        "incremental_value_amount, cost_amount, expected_value_amount, decision_value_amount, "
        "resource_charge_amount, net_value_amount from decision_trace "
        "where customer_id = ? and policy = ? "
        "order by is_chosen desc, net_value_amount desc nulls last, action_id",
        [customer_id, policy],
    ).df()


def arithmetic(option: dict) -> list[tuple[str, float]]:
    """From the effect of an action to its net value, step by step.

    Args:
        option: a row of `options`.

    Returns:
        list of pairs: what is added, and how much in the account currency. All steps but the sums,
        which begin with "=", add up to the last one.
    """
    effect, what = option["uplift"], "effect"
    if pd.isna(effect):
        effect, what = option["success_probability"], "probability of success"
    if pd.isna(effect):
        return [("= expected value", float(option["expected_value_amount"]))]
    worth = float(option["incremental_value_amount"])
    cost, expected = float(option["cost_amount"]), float(option["expected_value_amount"])
    steps = [(f"{what} of {effect:.2%} on {worth:,.2f}", effect * worth)]
    others = expected + cost - effect * worth
    if abs(others) > NOTHING:
        steps.append(("what it does to other goals", others))
    steps += [("cost", -cost), ("= expected value", expected)]
    decided = option["decision_value_amount"]
    if pd.isna(decided):
        return steps
    if abs(decided - expected) > NOTHING:
        steps.append(("risk rule and business weight", decided - expected))
    charge = float(option["resource_charge_amount"])
    steps.append(("what its money and other resources would earn elsewhere", -charge))
    return [*steps, ("= net value, by which actions compete", decided - charge)]


def why_not(option: dict, chosen: dict | None) -> str:
    """Why an action is not the one, in a sentence.

    Args:
        option: a row of `options`.
        chosen: the row of the chosen action, or None.

    Returns:
        str: empty for the chosen action itself.
    """
    if option["is_chosen"]:
        return ""
    if not option["is_eligible"]:
        return f"Closed: {option['blocked_reason']}."
    if pd.isna(option["decision_value_amount"]):
        return "It is no option: it is not expected to be worth its cost."
    lead = chosen["net_value_amount"] - option["net_value_amount"] if chosen else float("nan")
    if option["net_value_amount"] < 0:
        return "What it takes earns more with other customers."
    if lead >= 0:
        return f"Its net value is {lead:,.2f} lower."
    return "Chance decided, or the last unit of a resource went to somebody else."


def drivers(connection: duckdb.DuckDBPyConnection, customer_id: str) -> pd.DataFrame:
    """What moves the predicted effect of the recommended action.

    Args:
        connection: open DuckDB connection to the served file.
        customer_id: key of the customer.

    Returns:
        pandas.DataFrame: a row per driver, contributions in units of the goal's metric.
    """
    return connection.execute(
        "select driver_rank, driver_phrase, contribution, goal from recommendation_drivers "
        "where customer_id = ? order by driver_rank",
        [customer_id],
    ).df()


def history(connection: duckdb.DuckDBPyConnection, customer_id: str) -> pd.DataFrame:
    """What was recommended to a customer, what became of it and what came of it.

    Args:
        connection: open DuckDB connection to the served file.
        customer_id: key of the customer.

    Returns:
        pandas.DataFrame: a row per live decision of the last batch of each day, newest first.
    """
    return connection.execute(
        "with outcomes as (select decision_id, string_agg(metric || ' ' || value, ', ' "
        "order by metric) as outcomes from decision_outcomes group by decision_id) "
        "select log.as_of_date as decided_on, log.action_id, log.role, "
        "coalesce(states.state, 'made') as state, states.state_on, states.override_reason, "
        "log.expected_value_amount, log.cost_amount, outcomes.outcomes, log.reason "
        "from decision_log as log left join decision_states as states using (decision_id) "
        "left join outcomes using (decision_id) where log.customer_id = ? and log.is_live "
        "qualify log.batch_number = max(log.batch_number) over (partition by log.as_of_date) "
        "order by log.as_of_date desc",
        [customer_id],
    ).df()
