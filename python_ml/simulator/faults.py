"""Faults of feeds and logs, from a day on, so that monitors have something to find."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

# The column of each table of facts that says when.
DAYS = {
    "usage": "week_start_on",
    "support_tickets": "opened_at",
    "survey_responses": "responded_at",
    "churn_scores": "scored_on",
    "action_history": "performed_at",
    "experiment_assignments": "assigned_at",
    "outcomes": "observed_at",
    "customer_outcomes": "observed_at",
}
WEEK = pd.Timedelta(days=6)
# The segment in which what succeeds has changed.
FLIPPED = ("size_band", "small")


def known_before(tables: dict[str, pa.Table], day: str) -> dict[str, pa.Table]:
    """What a company knew before a day.

    Args:
        tables: pyarrow.Table of texts by name of the raw table.
        day: YYYY-MM-DD.

    Returns:
        dict: the same tables without later facts; a week of usage is known once it is over.
    """
    found = dict(tables)
    for name, column in DAYS.items():
        frame = tables[name].to_pandas()
        when = pd.to_datetime(frame[column]) + (WEEK if name == "usage" else pd.Timedelta(0))
        found[name] = _as_table(frame[when < pd.Timestamp(day)], tables[name])
    return found


def spoil(tables: dict[str, pa.Table], fault: str, since: str) -> dict[str, pa.Table]:
    """Put a fault into a world.

    Args:
        tables: pyarrow.Table of texts by name of the raw table.
        fault: one of `FAULTS`.
        since: YYYY-MM-DD, day of the first row that is wrong.

    Returns:
        dict: the tables with the fault.

    Raises:
        ValueError: if there is no such fault.
    """
    if fault not in FAULTS:
        raise ValueError(f"Unknown fault '{fault}'. Use one of: {', '.join(FAULTS)}.")
    name, change = FAULTS[fault]
    frame = tables[name].to_pandas()
    is_late = pd.to_datetime(frame[DAYS[name]]) >= pd.Timestamp(since)
    if fault == "concept_flip":
        is_late &= frame["customer_id"].isin(_segment(tables["customers"].to_pandas()))
    return {**tables, name: _as_table(change(frame, is_late), tables[name])}


def bias_log(warehouse: Path) -> None:
    """Lose the decisions of explorers who drew nothing, as if only what was done were kept.

    Args:
        warehouse: file of the company, which nobody else has open.
    """
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "delete from decision_log where is_live and role = 'exploration' "
            "and action_id = 'do_nothing'"
        )


def _segment(customers):
    column, value = FLIPPED
    return customers.loc[customers[column] == value, "customer_id"]


def _covariate_shift(frame, is_late):
    """Everybody uses the product four times as much."""
    counts = pd.to_numeric(frame["session_count"])
    return frame.assign(
        session_count=counts.where(~is_late, counts * 4 + 20).astype("int64").astype(str)
    )


def _broken_feature(frame, is_late):
    """The churn model says the same of everybody."""
    scores = frame["churn_probability"]
    return frame.assign(churn_probability=scores.where(~is_late, "0.5"))


def _stale_feed(frame, is_late):
    """Nothing comes any more."""
    return frame[~is_late]


def _duplicated_feed(frame, is_late):
    """All tickets come a second time, under keys of their own."""
    del is_late
    again = frame.assign(ticket_id=frame["ticket_id"] + "-2")
    return pd.concat([frame, again], ignore_index=True)


def _lost_rows(frame, is_late):
    """Two of three rows of the past are gone."""
    return frame[is_late | (frame.index % 3 == 0)]


def _concept_flip(frame, is_late):
    """What succeeded fails, and what failed succeeds."""
    flipped = frame["was_successful"].map({"true": "false", "false": "true"})
    return frame.assign(was_successful=frame["was_successful"].where(~is_late, flipped))


Change = Callable[[pd.DataFrame, pd.Series], pd.DataFrame]
FAULTS: dict[str, tuple[str, Change]] = {
    "covariate_shift": ("usage", _covariate_shift),
    "broken_feature": ("churn_scores", _broken_feature),
    "stale_feed": ("usage", _stale_feed),
    "duplicated_feed": ("support_tickets", _duplicated_feed),
    "lost_rows": ("survey_responses", _lost_rows),
    "label_delay": ("customer_outcomes", _stale_feed),
    "concept_flip": ("action_history", _concept_flip),
}


def _as_table(frame, like):
    return pa.Table.from_pandas(frame, schema=like.schema, preserve_index=False)
