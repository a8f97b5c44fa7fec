"""Bad rows, as every real source has them, so that quarantine has something to catch.

Bad rows are added and never replace a good one. In a table of text (CSV) some hold words where a
number belongs; in a typed table (Parquet) only the faults that its types allow are made.
"""

import math

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.simulator.streams import stream

UNKNOWN_CUSTOMER = {"customer_id": "X99999"}
DUPLICATE = {}

# Per table the faults made in turn: what to overwrite in a copy of a good row.
FAULTS = {
    "customers": [DUPLICATE],
    "subscriptions": [
        {"subscription_id": "SX1", "annual_recurring_revenue_amount": "-1200"},
        {"subscription_id": "SX2", "ended_on": "2015-01-01"},
        {"subscription_id": "SX3", "annual_recurring_revenue_amount": "n/a"},
        {"subscription_id": "SX4", **UNKNOWN_CUSTOMER},
        DUPLICATE,
    ],
    "usage": [
        DUPLICATE,
        UNKNOWN_CUSTOMER,
        {"session_count": "n/a"},
        {"session_count": "-5"},
        {"week_start_on": "2026-02-30"},
    ],
    "support_tickets": [
        {"ticket_id": "TX1", "resolved_at": "2025-01-01 09:00:00"},
        {"ticket_id": "TX2", "severity": "urgent"},
        {"ticket_id": "TX3", **UNKNOWN_CUSTOMER},
        {"ticket_id": "TX4", "satisfaction_score": "9"},
        DUPLICATE,
    ],
    "survey_responses": [
        {"response_id": "RX1", "nps_score": "11"},
        {"response_id": "RX2", "nps_score": "n/a"},
        DUPLICATE,
    ],
    "churn_scores": [
        {"churn_probability": "1.2"},
        UNKNOWN_CUSTOMER,
        DUPLICATE,
        {"churn_probability": "n/a"},
    ],
    "action_history": [
        {"action_event_id": "AX1", "action_id": "carrier_pigeon"},
        {"action_event_id": "AX2", "cost_amount": "-200"},
        {"action_event_id": "AX3", **UNKNOWN_CUSTOMER},
        {"action_event_id": "AX4", "was_successful": "maybe"},
        DUPLICATE,
    ],
    "experiment_assignments": [
        {"action_probability": "0"},
        {"action_probability": "1.2"},
        UNKNOWN_CUSTOMER,
        {"action_id": "account_manager_call", "action_probability": "0.123"},
        DUPLICATE,
    ],
    "outcomes": [
        {"observed_at": "2026-05-15 12:00:00"},
        UNKNOWN_CUSTOMER,
        {"value": "n/a"},
        DUPLICATE,
    ],
}


def add_dirt(tables: pa.Table, rate: float, seed: int) -> dict:
    """Add bad rows to the raw tables.

    Args:
        tables: pyarrow.Table by name; columns may be typed or all text.
        rate: bad rows per good row, in [0, 0.5]; above 0 every table gets at least one.
        seed: seed of the world.

    Returns:
        dict: the tables with the bad rows at the end; unchanged if the rate is 0.

    Raises:
        ValueError: if the rate is outside [0, 0.5].
    """
    if not 0 <= rate <= 0.5:  # noqa: PLR2004 -- more bad rows than that is no data
        raise ValueError(f"The dirty rate must be between 0 and 0.5, not {rate}.")
    if rate == 0:
        return tables
    rng = stream(seed, "dirt")
    return {
        name: _with_bad_rows(name, table, rate, rng) if table.num_rows else table
        for name, table in tables.items()
    }


def _with_bad_rows(name, table, rate, rng):
    # A repeated customer is enough: a bad customer would take all its facts into quarantine.
    count = 2 if name == "customers" else math.ceil(rate * table.num_rows)
    rows = rng.choice(table.num_rows, min(count, table.num_rows), replace=False)
    allowed = [fault for fault in FAULTS[name] if _fits(fault, table.schema)]
    pieces = [table]
    for position, fault in enumerate(allowed):
        picked = table.take(pa.array(rows[position :: len(allowed)]))
        pieces.append(_broken(picked, fault))
    return pa.concat_tables(pieces, promote_options="none").unify_dictionaries()


def _fits(fault, schema):
    try:
        for column, value in fault.items():
            pc.cast(pa.scalar(value), _plain(schema.field(column).type))
    except pa.ArrowInvalid:
        return False
    return True


def _plain(data_type):
    return data_type.value_type if pa.types.is_dictionary(data_type) else data_type


def _broken(rows, fault):
    """The rows with the fault's values; a surrogate key gets a number of its own per row."""
    for column, value in fault.items():
        field = rows.schema.field(column)
        is_surrogate_key = column == rows.column_names[0] and column != "customer_id"
        if is_surrogate_key:
            texts = pa.array([f"{value}{number:04d}" for number in range(rows.num_rows)])
        else:
            texts = pa.array(np.repeat(value, rows.num_rows))
        values = pc.cast(texts, _plain(field.type))
        if pa.types.is_dictionary(field.type):
            values = values.dictionary_encode()
        rows = rows.set_column(rows.column_names.index(column), field, values)
    return rows
