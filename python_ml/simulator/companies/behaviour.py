"""What the made-up companies have in common: how customers differ, and how they act over time."""

import numpy as np

from python_ml.simulator.companies.company import EXPORTED_ON, HISTORY_WEEKS
from python_ml.simulator.population import add_years


def events(
    rate: np.ndarray, trend: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Events of the customers, spread over the last weeks.

    Args:
        rate: (n,) events a week in the middle of the time.
        trend: (n,) growth of the logarithm of the rate over the whole time.
        rng: random numbers.

    Returns:
        tuple: position of the customer (m,) and second of the event (m,) datetime64[s], sorted by
        time.
    """
    week = np.arange(HISTORY_WEEKS)
    growth = np.exp(trend[:, None] * (week[None, :] / HISTORY_WEEKS - 0.5))
    counts = rng.poisson(rate[:, None] * growth)
    customer = np.repeat(np.arange(len(rate)), counts.sum(1))
    weeks = np.repeat(np.tile(week, len(rate)), counts.ravel())
    start = EXPORTED_ON.astype("datetime64[s]") - np.timedelta64(7 * HISTORY_WEEKS, "D")
    seconds = weeks * 7 * 86_400 + rng.integers(0, 7 * 86_400, len(weeks))
    happened_at = start + seconds.astype("timedelta64[s]")
    order = np.argsort(happened_at, kind="stable")
    return customer[order], happened_at[order]


def keys(prefix: str, first: int, count: int) -> np.ndarray:
    """Keys such as K-10001, counted up.

    Args:
        prefix: what stands before the number.
        first: first number.
        count: number of keys.

    Returns:
        (count,) array of text.
    """
    return np.array([f"{prefix}{number}" for number in range(first, first + count)], dtype=object)


def days_ago(days: np.ndarray) -> np.ndarray:
    """Days before the export.

    Args:
        days: (n,) integers.

    Returns:
        (n,) datetime64[D].
    """
    return EXPORTED_ON - days.astype("timedelta64[D]")


def yearly_contracts(
    started_on: np.ndarray, renewal_probability: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Contracts that are renewed or end every year.

    Args:
        started_on: (n,) datetime64[D], before the export.
        renewal_probability: (n,) probability of each renewal.
        rng: random numbers.

    Returns:
        tuple: next renewal, or the last if it ended, and end, none while it runs; (n,)
        datetime64[D] each.
    """
    last_year = rng.geometric(1 - renewal_probability)
    # Longer than any contract is old.
    last_on = add_years(started_on, np.minimum(last_year, 50))
    passed = (EXPORTED_ON.astype("datetime64[Y]") - started_on.astype("datetime64[Y]")).astype(int)
    passed -= add_years(started_on, passed) > EXPORTED_ON
    has_ended = last_on <= EXPORTED_ON - np.timedelta64(1, "D")
    next_on = add_years(started_on, passed + 1)
    return np.where(has_ended, last_on, next_on), np.where(has_ended, last_on, np.datetime64("NaT"))


def written(moments: np.ndarray, pattern: str) -> np.ndarray:
    """Moments as text, nothing for those that are not there.

    Args:
        moments: (n,) datetime64.
        pattern: as `datetime.strftime` reads it.

    Returns:
        (n,) array of text, None where there is no moment.
    """
    return np.array(
        [
            None if np.isnat(moment) else moment.astype("datetime64[s]").item().strftime(pattern)
            for moment in moments
        ],
        dtype=object,
    )


def moved(probability: np.ndarray, persuasion: np.ndarray | float) -> np.ndarray:
    """Probability after an action that moves a share of those who would not act by themselves.

    Args:
        probability: (n,) without the action.
        persuasion: (n,) or a number, share that is moved (DellaVigna and Gentzkow 2010).

    Returns:
        (n,) probabilities.
    """
    return probability + (1 - probability) * persuasion
