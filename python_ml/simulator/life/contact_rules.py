"""The company's contact rules, told apart from the engine: who may be given what on a day."""

import numpy as np

from python_ml.simulator.catalogue import DO_NOTHING, EMAIL, UPSELL
from python_ml.simulator.life.scores import Scores
from python_ml.simulator.life.world import World

# Every action has a channel of its own, so that two of a channel are two of an action.
WINDOW_DAYS = 60
MOST_CONTACTS = 3
MOST_OF_CHANNEL = 2
SAME_ACTION_DAYS = 30
MOST_CHURN_OF_UPSELL = 0.5


def allowed(world: World, scores: Scores, customers: np.ndarray, day: int) -> np.ndarray:
    """Which actions the rules allow, by what was done before.

    Args:
        world: World, in the morning of today; the day may be later, if nothing is done until then.
        scores: Scores.
        customers: (m,) row numbers.
        day: on which something is to be decided.

    Returns:
        (m, 5) bool.
    """
    ago = day - world.memory.given_on[customers]
    recent = (ago >= 1) & (ago <= WINDOW_DAYS)
    is_open = recent.sum(axis=2) < MOST_OF_CHANNEL
    is_open &= recent.sum(axis=(1, 2))[:, None] < MOST_CONTACTS
    is_open &= ~((ago >= 1) & (ago <= SAME_ACTION_DAYS)).any(axis=2)
    churn = scores.churn_probability(world, customers, day)
    is_open[:, UPSELL] &= churn <= MOST_CHURN_OF_UPSELL
    is_open[:, UPSELL] &= world.health.open_tickets[customers, day] == 0
    opted_out = world.opts_out_on[customers] < day
    is_open[opted_out, EMAIL] = False
    from_all = opted_out & world.opts_out_of_all[customers]
    is_open[from_all] = False
    is_open[:, DO_NOTHING] = True
    return is_open
