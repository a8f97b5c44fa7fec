"""What was done and what came of it, as the company reports it."""

import numpy as np
import pyarrow as pa

from python_ml.simulator.catalogue import ACTIONS
from python_ml.simulator.life.delivery import DELIVERED, OVERRIDDEN, REASONS
from python_ml.simulator.life.world import METRICS, Done, Renewals, World

# Of so many actions out of 100 the report does not say which decision they answer.
UNREFERENCED_SHARE = 0.3
_HOUR = np.timedelta64(1, "h")


class History:
    """Rows of action_history and customer_outcomes, added day by day.

    Args:
        world: World.
        has_references: whether the engine's action_history says which decision an action answers.
    """

    def __init__(self, world: World, *, has_references: bool) -> None:
        self._world = world
        self._has_references = has_references
        self._actions = []
        self._outcomes = []
        self._event_count = 0

    def add(self, done: Done, renewals: Renewals, day: int) -> None:
        """Report a day.

        Args:
            done: Done.
            renewals: Renewals.
            day: the day.
        """
        date = self._world.settings.date(day).astype("datetime64[s]")
        if len(done.customer):
            self._actions.append(self._events(done, date + 9 * _HOUR))
        if len(renewals.customer):
            self._outcomes.append(self._observations(renewals, date + 17 * _HOUR))

    def _events(self, done, performed_at):
        m = len(done.customer)
        numbers = np.arange(self._event_count, self._event_count + m)
        self._event_count += m
        columns = {
            "action_event_id": np.array([f"E{number:08d}" for number in numbers]),
            "customer_id": self._world.population.ids[done.customer],
            "action_id": np.array(ACTIONS)[done.action],
            "performed_at": np.full(m, performed_at),
            "cost_amount": self._world.cost(done.action),
            "was_successful": np.full(m, fill_value=False),
        }
        if self._has_references:
            is_silent = (numbers * 7919) % 100 < 100 * UNREFERENCED_SHARE
            is_override = done.fate == OVERRIDDEN
            columns["decision_id"] = pa.array(
                done.decision_id, mask=is_silent | (done.fate != DELIVERED), type=pa.string()
            )
            columns["override_reason"] = pa.array(
                np.array(REASONS, dtype=object)[numbers % len(REASONS)],
                mask=~is_override,
                type=pa.string(),
            )
        return pa.table(columns)

    def _observations(self, renewals, observed_at):
        m, goals = renewals.outcome.shape
        return pa.table(
            {
                "customer_id": np.repeat(self._world.population.ids[renewals.customer], goals),
                "metric": np.tile(METRICS, m),
                "observed_at": np.full(m * goals, observed_at),
                "value": renewals.outcome.ravel(),
            }
        )

    def actions_table(self, ref: object = None) -> pa.Table:
        """All that was done so far.

        Args:
            ref: not used.

        Returns:
            pyarrow.Table: of action_history.
        """
        del ref
        return pa.concat_tables(self._actions) if self._actions else pa.table({})

    def outcomes_table(self, ref: object = None) -> pa.Table:
        """All outcomes so far.

        Args:
            ref: not used.

        Returns:
            pyarrow.Table: of customer_outcomes.
        """
        del ref
        return pa.concat_tables(self._outcomes) if self._outcomes else pa.table({})
