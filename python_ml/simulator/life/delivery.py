"""What account managers make of decisions: some are late, some replaced, some never delivered."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator.catalogue import ACTIONS, CALL, DO_NOTHING, EMAIL, TRAINING, UPSELL
from python_ml.simulator.life.settings import (
    DELIVERY_RATE,
    LATEST_DELIVERY_DAYS,
    OVERRIDE_RATE,
    LifeSettings,
)
from python_ml.simulator.streams import stream

# What is done instead is never dearer. Nothing is cheaper than an e-mail.
REPLACEMENTS = {CALL: TRAINING, TRAINING: UPSELL, UPSELL: EMAIL}
REASONS = ("The customer asked for something else", "No appointment to be had")
DELIVERED, OVERRIDDEN, NEVER_DONE = range(3)
_PROMPT_RATE = 0.35
_MANAGER_SPREAD = 0.05


@dataclass(frozen=True)
class Fates:
    """What may become of a decision to act, the same for all days.

    Attributes:
        delay_probabilities: (14,) that what is done is done after so many days.
        delivery_rate: (g,) by account manager, 0.8 on average.
    """

    delay_probabilities: np.ndarray
    delivery_rate: np.ndarray

    def probabilities(self, managers: np.ndarray, action: int) -> tuple:
        """How likely a decision is delivered, and how likely replaced.

        Args:
            managers: (m,) numbers of account managers.
            action: code that was decided.

        Returns:
            tuple: (m,), (m,).
        """
        delivered = self.delivery_rate[managers]
        overridden = np.full(len(managers), OVERRIDE_RATE if action in REPLACEMENTS else 0.0)
        return delivered, overridden


def make_fates(manager_count: int) -> Fates:
    """Delays, and the diligence of each account manager.

    Args:
        manager_count: number of account managers.

    Returns:
        Fates.
    """
    delays = _PROMPT_RATE * (1 - _PROMPT_RATE) ** np.arange(LATEST_DELIVERY_DAYS + 1)
    # A few are late, evenly over what is left of the two weeks.
    delays = 0.85 * delays / delays.sum()
    delays[7:] += 0.15 / len(delays[7:])
    spread = np.linspace(-_MANAGER_SPREAD, _MANAGER_SPREAD, manager_count)
    return Fates(delays, DELIVERY_RATE + spread)


class DeliveryLuck:
    """One draw per customer and day, whatever is decided.

    Args:
        settings: LifeSettings.
        count: number of customers.
    """

    def __init__(self, settings: LifeSettings, count: int) -> None:
        rng = stream(settings.seed, "life_delivery")
        shape = count, settings.days
        self.fate = rng.random(shape, dtype=np.float32)
        self.delay = rng.random(shape, dtype=np.float32)
        # Whether the report says which decision it answers.
        self.reference = rng.random(shape, dtype=np.float32)

    def draw(
        self,
        fates: Fates,
        customers: np.ndarray,
        managers: np.ndarray,
        actions: np.ndarray,
        day: int,
    ) -> tuple:
        """What becomes of decisions.

        Args:
            fates: Fates.
            customers: (m,) row numbers.
            managers: (m,) numbers of account managers.
            actions: (m,) codes; nothing becomes of doing nothing.
            day: of the decisions.

        Returns:
            tuple: (m,) fate; (m,) day on which something is done; (m,) what is done, a code.
        """
        draw = self.fate[customers, day]
        delivered = fates.delivery_rate[managers]
        can_replace = np.isin(actions, list(REPLACEMENTS))
        fate = np.where(
            draw < delivered,
            DELIVERED,
            np.where((draw < delivered + OVERRIDE_RATE) & can_replace, OVERRIDDEN, NEVER_DONE),
        )
        fate[actions == DO_NOTHING] = NEVER_DONE
        cumulated = fates.delay_probabilities.cumsum()
        delay = np.searchsorted(cumulated, self.delay[customers, day], side="right")
        replacement = np.array([REPLACEMENTS.get(code, code) for code in range(len(ACTIONS))])
        done = np.where(fate == OVERRIDDEN, replacement[actions], actions)
        return fate, day + np.minimum(delay, LATEST_DELIVERY_DAYS), done
