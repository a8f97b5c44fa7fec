"""What holds on every day of every life, told by the world's own books."""

import numpy as np
import pandas as pd

from python_ml.simulator.life.capacities import USE, maximum_amounts
from python_ml.simulator.life.delivery import DELIVERED, OVERRIDDEN
from python_ml.simulator.life.life import Life
from python_ml.simulator.life.settings import EXPIRY_DAYS
from python_ml.simulator.life.world import LATER

# Amounts are rounded to 1/10,000 of their unit.
_TOLERANCE = 1e-3


def broken_rules(life: Life) -> list[str]:
    """Check a life: limits of every month, contact rules, and the end of every decision.

    Args:
        life: Life, with decision_states built on its last day.

    Returns:
        list: one sentence for each way in which something does not hold; empty if all is well.
    """
    return [*_over_limits(life), *_against_rules(life), *_made_twice(life), *_wrong_ends(life)]


def _over_limits(life):
    """Decisions that use what is no longer there.

    What managers do instead of what was decided is up to them, and may go beyond a limit that
    decisions have used up.
    """
    for name, limit in maximum_amounts(life.settings).items():
        uses_it = USE[name][life.decisions["action"]] > 0
        days = life.days[life.days["day"].isin(life.decisions.loc[uses_it, "day"])]
        over = days[days[f"used_{name}"] > limit + _TOLERANCE]
        for row in over.itertuples():
            used = getattr(row, f"used_{name}")
            yield f"On day {row.day} {used:g} of {name} is used, and a month has {limit:g}."


def _against_rules(life):
    for row in life.decisions[~life.decisions["is_allowed"]].itertuples():
        yield (
            f"On day {row.day} action {row.action} was decided for customer {row.customer}, and "
            "the rules forbid it."
        )


def _made_twice(life):
    twice = life.decisions[life.decisions.duplicated(["customer", "day"], keep=False)]
    for row in twice.itertuples():
        yield f"On day {row.day} more than one decision was made for customer {row.customer}."


def expected_states(life: Life) -> pd.DataFrame:
    """How each decision ended, by what the world did.

    Args:
        life: Life.

    Returns:
        pandas.DataFrame: decision_id, state and day (on which it ended, its own for those that
        stand), of decisions before the last day.
    """
    today = life.settings.days - 1
    made = life.decisions[["decision_id", "customer", "day", "action"]].sort_values(
        ["customer", "day"]
    )
    superseded = made.groupby("customer")["day"].shift(-1).fillna(LATER).to_numpy()
    expired = np.where(made["action"] > 0, made["day"] + EXPIRY_DAYS, LATER)
    done = life.events[life.events["day"] < today].set_index("decision_id")
    done_on = made["decision_id"].map(done["day"]).fillna(LATER).to_numpy()
    fate = made["decision_id"].map(done["fate"])
    withdrawn = made["decision_id"].map(life.withdrawals.set_index("decision_id")["day"])
    ends = {
        # At the start of the day, before anything else happens on it.
        "expired": np.where(expired <= today, expired, LATER),
        "delivered": np.where(fate == DELIVERED, done_on, LATER),
        "overridden": np.where(fate == OVERRIDDEN, done_on, LATER),
        "withdrawn": np.where(withdrawn < today, withdrawn, LATER),
        "superseded": np.where(superseded < today, superseded, LATER),
    }
    table = np.column_stack(list(ends.values()))
    first = table.argmin(axis=1)
    ended_on = table.min(axis=1)
    names = np.array([*ends, "standing"])
    made["state"] = names[np.where(ended_on == LATER, len(ends), first)]
    made["ended_on"] = np.where(ended_on == LATER, made["day"], ended_on).astype(np.int64)
    return made[made["day"] < today]


def _wrong_ends(life):
    told = life.engine.query("select decision_id, state, state_on from decision_states").to_pandas()
    if told["decision_id"].duplicated().any():
        yield "A decision has more than one state."
    expected = expected_states(life).merge(
        told, on="decision_id", how="outer", indicator="known_to"
    )
    for row in expected[expected["known_to"] != "both"].itertuples():
        yield f"Decision {row.decision_id} is known to one side alone ({row.known_to})."
    both = expected[expected["known_to"] == "both"]
    for row in both[both["state_x"] != both["state_y"]].itertuples():
        yield (
            f"Decision {row.decision_id} of day {row.day} was {row.state_x} on day "
            f"{row.ended_on}, and the engine says {row.state_y}."
        )
