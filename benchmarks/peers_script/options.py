"""What customers are worth, and which actions are open to them."""

import numpy as np
import pandas as pd

from benchmarks.peers_script.features import DAY
from benchmarks.peers_script.raw_tables import RawTables

# As nba_gross_margin_rate, nba_discount_rate, nba_value_horizon_years and nba_expansion_value_rate.
LIFETIME_FACTOR = 0.8 * sum(1.1**-year for year in range(3))
EXPANSION_RATE = 0.2
DAYS_AT_STAKE = 120


def active_customers(tables: RawTables) -> pd.DataFrame:
    """Customers with a running subscription, as decisions see them.

    Args:
        tables: RawTables.

    Returns:
        pandas.DataFrame: of code, as_of_date, account_manager_id, days_to_renewal, revenue.
    """
    today = tables.as_of_date
    running = tables.facts["subscriptions"]
    running = running[
        (running.started_on <= today) & (running.ended_on.isna() | (running.ended_on > today))
    ]
    totals = running.assign(renews_on=running.renews_on.where(running.renews_on >= today))
    totals = totals.groupby("code").agg(
        renews_on=("renews_on", "min"), revenue=("annual_recurring_revenue_amount", "sum")
    )
    found = totals.join(tables.customers.set_index("code")[["customer_id", "account_manager_id"]])
    found["days_to_renewal"] = (found.renews_on - today) / DAY
    return found.assign(as_of_date=today).drop(columns="renews_on").reset_index()


def goal_values(revenue: np.ndarray) -> dict[str, np.ndarray]:
    """What reaching each goal is worth.

    Args:
        revenue: (n,) of a year.

    Returns:
        dict: goal -> (n,).
    """
    lifetime = np.nan_to_num(revenue) * LIFETIME_FACTOR
    return {"retention": lifetime, "upsell": lifetime * EXPANSION_RATE}


def open_actions(customers: pd.DataFrame, features: pd.DataFrame, tables: RawTables) -> np.ndarray:
    """Which actions the rules and the limits of contacts leave open.

    Args:
        customers: n rows of `active_customers`.
        features: their features, in the same order.
        tables: RawTables.

    Returns:
        (n, k) bool, actions in the order of the settings without the first, which is to do nothing.
    """
    actions = tables.settings["actions"].iloc[1:]
    today, columns = tables.as_of_date, []
    history = tables.facts["action_history"]
    channels = tables.settings["actions"].set_index("action_id").channel
    days_ago = (today - history.performed_at.dt.normalize()).dt.days
    for action in actions.itertuples():
        if action.goal == "retention":
            is_open = (customers.days_to_renewal <= DAYS_AT_STAKE).to_numpy(copy=True)
        else:
            is_unlikely_to_churn = features.churn_probability.to_numpy() <= 0.5  # noqa: PLR2004
            is_open = is_unlikely_to_churn & _no_severe_ticket(customers, tables).to_numpy()
        for policy in tables.settings["contact_policies"].itertuples():
            counted = days_ago <= policy.window_days
            if policy.counted == "same_channel":
                counted &= history.action_id.map(channels) == action.channel
            elif policy.counted == "same_action":
                counted &= history.action_id == action.action_id
            counts = history[counted].groupby("code").size()
            contacts = customers.code.map(counts).fillna(0).to_numpy()
            is_open &= contacts < policy.maximum_contact_count
        columns.append(is_open)
    return np.stack(columns, axis=1)


def _no_severe_ticket(customers, tables):
    tickets = tables.facts["support_tickets"]
    is_open = tickets.resolved_at.isna() | (tickets.resolved_at >= tables.as_of_date)
    severe = tickets.code[is_open & tickets.severity.isin(["high", "critical"])]
    return ~customers.code.isin(severe)
