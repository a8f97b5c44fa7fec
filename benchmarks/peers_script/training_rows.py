"""What the models learn from: past actions, units of experiments, and outcomes by themselves."""

import numpy as np
import pandas as pd

from benchmarks.peers_script.features import DAY
from benchmarks.peers_script.raw_tables import RawTables

FOLDS = 5
OUTCOME_WINDOW = 90 * DAY
# As nba_risk_lead_days, nba_risk_history_days, nba_risk_outcome_limit and nba_uplift_unit_limit.
LEAD_DAYS = (14, 60)
HISTORY = 730 * DAY
OUTCOME_LIMIT = 50_000
UNIT_LIMIT = 100_000
ROW_LIMIT = 100_000


def folds_of(codes: pd.Series) -> np.ndarray:
    """Folds by customer, so that none is in two.

    Args:
        codes: (n,) of customers.

    Returns:
        (n,) int, 0 to `FOLDS` - 1.
    """
    return (pd.util.hash_array(codes.to_numpy()) % FOLDS).astype(int)


def past_actions(tables: RawTables) -> pd.DataFrame:
    """Actions of the company's own accord, and whether they succeeded.

    Args:
        tables: RawTables.

    Returns:
        pandas.DataFrame: of code, as_of_date, action_id and was_successful.
    """
    actions = tables.settings["actions"]
    targeted = actions.action_id[actions.goal != "none"]
    history = tables.facts["action_history"]
    history = history[history.action_id.isin(targeted)].dropna(subset=["was_successful"])
    if len(history) > ROW_LIMIT:
        history = history.sample(ROW_LIMIT, random_state=7)
    return pd.DataFrame(
        {
            "code": history.code,
            "as_of_date": history.performed_at.dt.normalize(),
            "action_id": history.action_id,
            "was_successful": history.was_successful.astype(int),
        }
    ).reset_index(drop=True)


def experiment_units(tables: RawTables) -> pd.DataFrame:
    """Units of experiments with their outcomes.

    Args:
        tables: RawTables.

    Returns:
        pandas.DataFrame: of experiment_id, code, as_of_date, action_id and a column per goal.
    """
    units = tables.facts["experiment_assignments"]
    units = units[units.action_probability < 1]
    if len(units) > UNIT_LIMIT:
        units = units.sample(UNIT_LIMIT, random_state=7)
    outcomes = tables.facts["outcomes"]
    goals = tables.settings["goals"]
    wide = outcomes[outcomes.metric.isin(goals.success_metric)].pivot_table(
        index=["experiment_id", "code"], columns="metric", values="value"
    )
    wide = wide.rename(columns=dict(zip(goals.success_metric, goals.goal, strict=True)))
    units = units.assign(as_of_date=units.assigned_at.dt.normalize())
    units = units[["experiment_id", "code", "as_of_date", "action_id"]]
    return units.join(wide, on=["experiment_id", "code"]).dropna().reset_index(drop=True)


def outcomes_left_alone(tables: RawTables, units: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Outcomes with whether an action may have caused them.

    Renewals tell of retention, units of experiments of everything else.

    Args:
        tables: RawTables.
        units: result of `experiment_units`.

    Returns:
        dict: goal -> rows of code, as_of_date, was_reached and was_treated.
    """
    found = {"retention": _renewals(tables)}
    for goal in tables.settings["goals"].goal:
        if goal not in found:
            found[goal] = pd.DataFrame(
                {
                    "code": units.code,
                    "as_of_date": units.as_of_date,
                    "was_reached": (units[goal] > 0).astype(int),
                    "was_treated": units.action_id != "do_nothing",
                }
            )
    return found


def _renewals(tables):
    subscriptions = tables.facts["subscriptions"]
    today, year = tables.as_of_date, pd.DateOffset(years=1)
    renewals = []
    anchor = subscriptions.renews_on.fillna(subscriptions.started_on)
    for years in range(4):
        renewed = anchor - pd.DateOffset(years=years)
        ended = subscriptions.ended_on
        counts = (
            (renewed > subscriptions.started_on)
            & (renewed + DAY < today)
            & (renewed >= today - HISTORY)
            & (ended.isna() | (ended > renewed - year))
        )
        renewals.append(
            pd.DataFrame(
                {
                    "code": subscriptions.code,
                    "observed_on": renewed,
                    "started_on": subscriptions.started_on,
                    "ended_on": ended,
                    "was_reached": (ended.isna() | (ended > renewed + DAY)).astype(int),
                }
            )[counts]
        )
    renewals = pd.concat(renewals).drop_duplicates(["code", "observed_on"])
    if len(renewals) > OUTCOME_LIMIT:
        renewals = renewals.sample(OUTCOME_LIMIT, random_state=7)
    rows = pd.concat([renewals.assign(lead=days) for days in LEAD_DAYS])
    weeks = np.ceil(((today - rows.observed_on).dt.days + rows.lead) / 7)
    rows["as_of_date"] = (today - pd.to_timedelta(7 * weeks, unit="D")).astype("datetime64[us]")
    first_usage = tables.facts["usage"].week_start_on.min()
    rows = rows[
        (rows.as_of_date > rows.started_on)
        & ~(rows.ended_on <= rows.as_of_date)
        # Features of usage look back four weeks.
        & (rows.as_of_date >= first_usage + 28 * DAY)
    ].reset_index(drop=True)
    rows["was_treated"] = _was_treated(rows, tables)
    return rows[["code", "as_of_date", "was_reached", "was_treated"]]


def _was_treated(rows, tables):
    rows = rows.assign(row=rows.index)[["row", "code", "as_of_date", "observed_on"]]
    assigned = tables.facts["experiment_assignments"]
    assigned = assigned.loc[assigned.action_id != "do_nothing", ["code", "assigned_at"]]
    assigned = rows.merge(assigned, on="code")
    by_trial = assigned.row[
        (assigned.assigned_at <= assigned.observed_on)
        & (assigned.assigned_at + OUTCOME_WINDOW >= assigned.observed_on)
    ]
    contacts = rows.merge(tables.facts["action_history"][["code", "performed_at"]], on="code")
    by_contact = contacts.row[
        contacts.performed_at.between(contacts.as_of_date, contacts.observed_on)
    ]
    return rows.row.isin(by_trial) | rows.row.isin(by_contact)
