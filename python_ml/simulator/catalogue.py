"""What the simulated company can do, and the dates its story is told by."""

import numpy as np

ACTIONS = (
    "do_nothing",
    "retention_email",
    "onboarding_training",
    "account_manager_call",
    "upsell_offer",
)
DO_NOTHING, EMAIL, TRAINING, CALL, UPSELL = range(5)
RETENTION_ACTIONS = (EMAIL, TRAINING, CALL)
UNIT_COSTS = np.array([0.0, 5.0, 40.0, 200.0, 25.0])

# An upsell is offered only to customers who are unlikely to leave.
MAX_CHURN_PROBABILITY_OF_UPSELL = 0.5

AS_OF_DATE = np.datetime64("2026-06-29")
LAST_FACT_ON = np.datetime64("2026-06-28")
WEEKS = np.datetime64("2026-04-06") + 7 * np.arange(12)
SCORING_DATES = np.datetime64("2026-05-04") + 7 * np.arange(8)
ASSIGNED_ON = np.datetime64("2026-06-01")
EXPERIMENT_ID = "pilot_2026q2"
ARMS = ("business_as_usual", "propensity_v1")
EXPLORATION_RATE = 0.2
ACTION_LOG_STARTS_ON = np.datetime64("2026-04-27")
ACTION_LOG_DAY_COUNT = 28

# Value convention of the engine: margin 0.8, three years, discounted at 10% a year.
LIFETIME_VALUE_FACTOR = 0.8 * sum(1.1**-year for year in range(3))
UPSELL_SHARE = 0.2
HIGH_VALUE_AMOUNT = 50_000.0
HIGH_RISK_PROBABILITY = 0.6
LOW_RISK_PROBABILITY = 0.2
