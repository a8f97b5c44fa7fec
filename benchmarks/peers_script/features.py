"""What was known of customers before a day: the columns of customer_features, in pandas."""

import numpy as np
import pandas as pd

from benchmarks.peers_script.raw_tables import RawTables

CATEGORIES = ["industry", "size_band", "region", "plan", "acquisition_channel"]
NUMBERS = [
    *("tenure_days", "annual_recurring_revenue_amount", "seat_count", "discount_rate"),
    *("recent_weekly_session_count", "session_trend_rate", "recent_active_user_count"),
    *("seat_utilisation_rate", "recent_feature_count", "days_since_last_use"),
    *("ticket_count", "severe_ticket_count", "open_ticket_count"),
    *("average_satisfaction_score", "nps_score", "churn_probability", "recent_action_count"),
]
DAY = pd.Timedelta(days=1)


def customer_features(dates: pd.DataFrame, tables: RawTables) -> pd.DataFrame:
    """Describe customers as they were known on a day.

    Args:
        dates: n rows of code and as_of_date, without repetition.
        tables: RawTables.

    Returns:
        pandas.DataFrame: n rows of code, as_of_date, `CATEGORIES` and `NUMBERS`.
    """
    dates = dates.sort_values("as_of_date", ignore_index=True)
    facts = tables.facts
    found = dates.join(tables.customers.set_index("code")[[*CATEGORIES, "signed_up_on"]], on="code")
    dates = dates.assign(row=dates.index)
    parts = (
        _subscriptions(dates, facts["subscriptions"]),
        _usage(dates, facts["usage"]),
        _tickets(dates, facts["support_tickets"]),
        _recent_actions(dates, facts["action_history"]),
    )
    for part in parts:
        found = found.join(part)
    for name in ("ticket_count", "severe_ticket_count", "open_ticket_count", "recent_action_count"):
        found[name] = found[name].fillna(0)
    found["nps_score"] = _latest(dates, facts["survey_responses"], "responded_at", "nps_score")
    found["churn_probability"] = _latest(
        dates, facts["churn_scores"], "scored_on", "churn_probability"
    )
    since = found.signed_up_on.fillna(found.first_started_on)
    found["tenure_days"] = (found.as_of_date - since) / DAY
    found["session_trend_rate"] = (
        found.recent_weekly_session_count / found.earlier_weekly_session_count.replace(0, np.nan)
        - 1
    )
    found["seat_utilisation_rate"] = found.recent_active_user_count / found.seat_count.replace(
        0, np.nan
    )
    return found[["code", "as_of_date", *CATEGORIES, *NUMBERS]]


def matrix_of(features: pd.DataFrame) -> pd.DataFrame:
    """Features as numbers: a column per category.

    Args:
        features: n rows of `customer_features`.

    Returns:
        pandas.DataFrame: (n, p) float32, NaN for what is missing.
    """
    dummies = pd.get_dummies(features[CATEGORIES], dtype="float32")
    return pd.concat([features[NUMBERS].astype("float32"), dummies], axis=1)


def _subscriptions(dates, subscriptions):
    columns = ["annual_recurring_revenue_amount", "seat_count", "discount_rate", "started_on"]
    rows = dates.merge(subscriptions[["code", *columns]], on="code")
    rows = rows[rows.started_on < rows.as_of_date]
    return rows.groupby("row").agg(
        annual_recurring_revenue_amount=("annual_recurring_revenue_amount", "sum"),
        seat_count=("seat_count", "sum"),
        discount_rate=("discount_rate", "max"),
        first_started_on=("started_on", "min"),
    )


def _usage(dates, usage):
    columns = ["week_start_on", "active_user_count", "session_count", "feature_count"]
    rows = dates.merge(usage[["code", *columns]], on="code")
    days_ago = (rows.as_of_date - rows.week_start_on).dt.days
    # A week's figures are known when the week is over.
    is_known = (days_ago >= 7) & (days_ago < 63)  # noqa: PLR2004
    rows, days_ago = rows[is_known], days_ago[is_known]
    recent = rows[days_ago < 35].groupby("row")  # noqa: PLR2004
    found = recent.agg(
        recent_weekly_session_count=("session_count", "mean"),
        recent_active_user_count=("active_user_count", "mean"),
        recent_feature_count=("feature_count", "mean"),
    )
    earlier = rows[days_ago >= 35].groupby("row").session_count.mean()  # noqa: PLR2004
    used = days_ago[rows.session_count > 0]
    last_use = used.groupby(rows.row[used.index]).min()
    return pd.concat(
        [
            found,
            earlier.rename("earlier_weekly_session_count"),
            last_use.rename("days_since_last_use"),
        ],
        axis=1,
    )


def _tickets(dates, tickets):
    columns = ["opened_at", "resolved_at", "severity", "satisfaction_score"]
    rows = dates.merge(tickets[["code", *columns]], on="code")
    rows = rows[(rows.opened_at < rows.as_of_date) & (rows.opened_at >= rows.as_of_date - 91 * DAY)]
    is_resolved = rows.resolved_at < rows.as_of_date
    return (
        rows.assign(
            is_severe=rows.severity.isin(["high", "critical"]),
            is_open=~is_resolved,
            # Satisfaction is asked when a ticket is resolved.
            known_score=rows.satisfaction_score.where(is_resolved),
        )
        .groupby("row")
        .agg(
            ticket_count=("is_open", "size"),
            severe_ticket_count=("is_severe", "sum"),
            open_ticket_count=("is_open", "sum"),
            average_satisfaction_score=("known_score", "mean"),
        )
    )


def _recent_actions(dates, history):
    rows = dates.merge(history[["code", "performed_at"]], on="code")
    is_recent = (rows.performed_at < rows.as_of_date) & (
        rows.performed_at >= rows.as_of_date - 91 * DAY
    )
    return rows[is_recent].groupby("row").size().rename("recent_action_count")


def _latest(dates, facts, moment, value):
    facts = facts[["code", moment, value]].dropna().sort_values(moment)
    return pd.merge_asof(
        dates,
        facts,
        by="code",
        left_on="as_of_date",
        right_on=moment,
        allow_exact_matches=False,
    )[value]
