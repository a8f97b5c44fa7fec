"""Raw tables as the script reads them: keys without repetition, customers as numbers."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

KEYS = {
    "subscriptions": ["subscription_id"],
    "usage": ["customer_id", "week_start_on"],
    "support_tickets": ["ticket_id"],
    "survey_responses": ["response_id"],
    "churn_scores": ["customer_id", "scored_on"],
    "action_history": ["action_event_id"],
    "experiment_assignments": ["experiment_id", "customer_id"],
    "outcomes": ["experiment_id", "customer_id", "metric"],
}
SETTINGS = ("actions", "goals", "resources", "resource_use", "scenarios", "contact_policies")
MOMENTS = ("performed_at", "assigned_at", "observed_at", "opened_at", "responded_at")
DAYS = (
    *("week_start_on", "scored_on", "started_on", "renews_on", "ended_on"),
    *("signed_up_on", "resolved_at"),
)


@dataclass(frozen=True)
class RawTables:
    """What a company hands over.

    Attributes:
        customers: a row per customer; `code` is its place.
        facts: name -> rows with the `code` of their customer; those of unknown customers are left
            out.
        settings: name -> rows.
        as_of_date: the day after the newest fact.
    """

    customers: pd.DataFrame
    facts: dict[str, pd.DataFrame]
    settings: dict[str, pd.DataFrame]
    as_of_date: pd.Timestamp


def read_raw_tables(folder: Path) -> RawTables:
    """Read a folder of raw tables.

    Args:
        folder: of Parquet files of facts and CSV files of settings.

    Returns:
        RawTables.
    """
    customers = _with_days(pd.read_parquet(folder / "customers.parquet"))
    customers = customers.dropna(subset=["customer_id"]).drop_duplicates("customer_id")
    customers = customers.reset_index(drop=True)
    customers["code"] = customers.index
    places = pd.Index(customers.customer_id)
    facts = {}
    for name, key in KEYS.items():
        rows = _with_days(pd.read_parquet(folder / f"{name}.parquet"))
        rows["code"] = places.get_indexer(rows.customer_id)
        rows = rows[rows.code >= 0]
        number_key = ["code" if column == "customer_id" else column for column in key]
        facts[name] = rows.dropna(subset=key).drop_duplicates(number_key)
    settings = {name: pd.read_csv(folder / f"{name}.csv") for name in SETTINGS}
    newest = max(
        facts[name][column].max()
        for name, column in (
            ("support_tickets", "opened_at"),
            ("churn_scores", "scored_on"),
            ("action_history", "performed_at"),
            ("experiment_assignments", "assigned_at"),
            ("outcomes", "observed_at"),
        )
    )
    return RawTables(customers, facts, settings, newest.normalize() + pd.Timedelta(days=1))


def _with_days(rows):
    for name in {*MOMENTS, *DAYS} & {*rows.columns}:
        rows[name] = pd.to_datetime(rows[name]).astype("datetime64[us]")
    return rows
