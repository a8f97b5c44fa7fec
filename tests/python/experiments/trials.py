"""Trials whose days, segments, health and verdicts are known."""

import numpy as np

UNITS = 4000
RNG = np.random.default_rng(11)
ARMS = np.tile(["control", "treatment"], UNITS // 2)
IS_TREATED = ARMS == "treatment"
BALANCE = RNG.normal(size=UNITS)


def bernoulli(rate):
    return (RNG.random(UNITS) < rate).astype(int).tolist()


# Buyers are logged on the day they buy, and nobody else is.
BUYS_ON = np.where(RNG.random(UNITS) < 0.2 + 0.1 * IS_TREATED, RNG.integers(2, 12, UNITS), 0)
SPEND = RNG.lognormal(3, 1.5, UNITS)
GUARDED = {"role": "guardrail", "non_inferiority_margin": "0.2", "direction": "decrease"}


def add_trials(project):
    """Experiments of every verdict, with outcomes of several days, outliers and failed checks.

    Args:
        project: StatisticsProject.
    """

    def trial(name, measure, values, metric_type="proportion", units=ARMS, **settings):
        project.add_experiment(name, {"control": 1, "treatment": 1})
        project.add_metric(name, measure, metric_type, measure, **{"role": "primary"} | settings)
        project.add_units(name, units, **{measure: values})

    bought = [(1, f"2026-06-{day:02} 12:00:00") if day else None for day in BUYS_ON.tolist()]
    trial("buyers", "bought", bought, missing_value="0")
    trial(
        *("outliers", "spend", SPEND.tolist(), "mean"),
        role="secondary",
        winsor_lower_rate="0.05",
        winsor_upper_rate="0.9",
    )
    trial("better", "kept", bernoulli(0.4 + 0.2 * IS_TREATED))
    trial("worse", "kept", bernoulli(0.4 - 0.2 * IS_TREATED))
    trial("futile", "kept", bernoulli(0.02))
    trial("open", "kept", bernoulli(0.5 + 0.05 * IS_TREATED))
    trial("lower_is_better", "left", bernoulli(0.4 - 0.2 * IS_TREATED), direction="decrease")
    trial("guarded", "kept", bernoulli(0.4 + 0.2 * IS_TREATED))
    project.add_metric("guarded", "complained", "proportion", "complained", **GUARDED)
    trial("breached", "kept", bernoulli(0.4 + 0.2 * IS_TREATED))
    project.add_metric("breached", "complained", "proportion", "complained", **GUARDED)
    for name, rate in (("guarded", 0.1), ("breached", 0.1 + 0.5 * IS_TREATED)):
        for number, value in enumerate(bernoulli(rate)):
            project.outcomes.append(
                (name, f"{name}_{number:05}", "complained", "2026-06-05 00:00:00", repr(value))
            )
    trial("mismatch", "kept", bernoulli(0.5), units=["control"] * 2300 + ["treatment"] * 1700)
    trial("attrition", "kept", [1 if i % 9 else None for i in range(UNITS)])
    lost = [None if treated and i % 4 == 1 else i % 3 % 2 for i, treated in enumerate(IS_TREATED)]
    trial("differential_attrition", "kept", lost)
    trial("unbalanced", "kept", bernoulli(0.5))
    shift = 0.2 * IS_TREATED
    project.covariates += [
        {"customer_id": f"{name}_{number:05}", "affinity": value}
        for name, values in (("buyers", BALANCE), ("unbalanced", BALANCE + shift))
        for number, value in enumerate(values)
    ]
