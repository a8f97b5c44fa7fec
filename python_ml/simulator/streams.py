"""One independent random stream per part of the world, so that the order of computing is free."""

import numpy as np

STREAMS = (
    "population",
    "usage",
    "support_tickets",
    "survey_responses",
    "churn_scores",
    "action_history",
    "policies",
    "assignment",
    "outcomes",
    "dirt",
    "saas_foreign",
    "retailer",
    "bank",
    "telecom",
    "life_population",
    "life_health",
    "life_scores",
    "life_delivery",
    "life_outcomes",
    "deliveries",
)


def stream(seed: int, name: str) -> np.random.Generator:
    """Random generator of one part of the world.

    Args:
        seed: seed of the world, a non-negative integer.
        name: one of `STREAMS`.

    Returns:
        numpy.random.Generator: always in the same state for the same seed and name.

    Raises:
        ValueError: if the name is not in `STREAMS`.
    """
    if name not in STREAMS:
        raise ValueError(f"Unknown random stream '{name}'. Add it to STREAMS.")
    key = (STREAMS.index(name),)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))
