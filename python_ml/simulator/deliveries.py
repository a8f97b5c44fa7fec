"""What becomes of decisions in a simulated company: they are delivered, and outcomes follow."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa

from python_ml.simulator import catalogue, potential_outcomes
from python_ml.simulator.catalogue import ACTIONS
from python_ml.simulator.policies import success_probability
from python_ml.simulator.streams import stream

# Days after a decision by which its outcome is seen.
_SHORTEST_WAIT, _LONGEST_WAIT = 3, 10


def deliver(
    company: SimpleNamespace, decisions: pd.DataFrame, decision_number: int, day: str
) -> dict[str, pd.DataFrame]:
    """Deliver all decisions of a day on that day, and observe what comes of them.

    Successes and outcomes are drawn with the probabilities of the world's truth.

    Args:
        company: result of `world.simulate`.
        decisions: customer_id and action_id of one decision for each of k customers.
        decision_number: 0 for the first day of decisions, 1 for the next: each has its own luck.
        day: YYYY-MM-DD of the decisions.

    Returns:
        dict: rows of text for the raw tables action_history and customer_outcomes.
    """
    customers = company.customers
    number = decisions["customer_id"].str[1:].astype(int).to_numpy() - 1
    action = decisions["action_id"].map(ACTIONS.index).to_numpy()
    rng = stream(customers.seed, "deliveries").spawn(decision_number + 1)[decision_number]
    luck = rng.random((customers.count, 3))[number]
    waits = rng.integers(_SHORTEST_WAIT, _LONGEST_WAIT + 1, customers.count)[number]
    observed_at = pd.Timestamp(day) + pd.to_timedelta(waits, unit="D")
    retained = luck[:, 0] < potential_outcomes.retained_probability(customers)[number, action]
    accepted = luck[:, 1] < potential_outcomes.accepted_probability(customers)[number, action]
    succeeded = luck[:, 2] < success_probability(customers)[number, action]
    history = pd.DataFrame(
        {
            "action_event_id": "D-" + day + "-" + decisions["customer_id"],
            "customer_id": decisions["customer_id"],
            "action_id": decisions["action_id"],
            "performed_at": f"{day} 12:00:00",
            "cost_amount": catalogue.UNIT_COSTS[action].astype(str),
            "was_successful": np.where(succeeded, "true", "false"),
        }
    )
    outcomes = [
        pd.DataFrame(
            {
                "customer_id": decisions["customer_id"],
                "metric": metric,
                "observed_at": observed_at.astype(str),
                "value": np.where(happened, "1.0", "0.0"),
            }
        )
        for metric, happened in (("retained", retained), ("upsold", retained & accepted))
    ]
    return {
        "action_history": history[action != catalogue.DO_NOTHING],
        "customer_outcomes": pd.concat(outcomes, ignore_index=True),
    }


def with_rows(tables: dict[str, pa.Table], more: dict[str, pd.DataFrame]) -> dict[str, pa.Table]:
    """The tables with more rows of text.

    Args:
        tables: pyarrow.Table of texts by name of the raw table.
        more: rows to add, by name.

    Returns:
        dict: pyarrow.Table by name.
    """
    added = {
        name: pa.concat_tables(
            [
                tables[name],
                pa.Table.from_pandas(rows, schema=tables[name].schema, preserve_index=False),
            ]
        )
        for name, rows in more.items()
    }
    return {**tables, **added}
