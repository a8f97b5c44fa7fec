"""Experiments of which something cannot be estimated."""

TWO_ARMS = {"control": 1, "treatment": 1}


def add_bad_experiments(project):
    """Thirteen experiments and one that no setting names.

    Args:
        project: StatisticsProject.
    """
    arms = ["control", "treatment"] * 50

    def trial(name, measure, values, metric_type="mean", *, design=TWO_ARMS, units=arms, **more):
        project.add_experiment(name, design)
        project.add_metric(name, measure, metric_type, measure, **more.pop("metric", {}))
        project.add_units(name, units, **{measure: values}, **more)

    numbers = [float(i % 7) for i in range(100)]
    trial("empty_arm", "spend", numbers[:50], units=["control"] * 50)
    trial("one_unit", "spend", numbers[:51], units=["control"] * 50 + ["treatment"])
    trial("zero_variance", "spend", [3.0] * 100)
    trial("all_converted", "bought", [1] * 100, "proportion", metric={"role": "primary"})
    trial(
        "one_arm_converted", "bought", [int(i % 2 or i % 3 == 0) for i in range(100)], "proportion"
    )
    trial("no_rows", "spend", [None] * 100)
    trial("not_binary", "bought", [2, *[0, 1] * 49, 0], "proportion")
    trial(
        *("negative_denominator", "spend", numbers, "ratio"),
        metric={"denominator": "visits"},
        visits=[-1.0] + [2.0] * 99,
    )
    trial(
        *("empty_denominator", "spend", numbers, "ratio"),
        metric={"denominator": "visits"},
        visits=[0.0] * 100,
    )
    trial("unknown_arm", "spend", [*numbers, 1.0, 2.0], units=[*arms, "typo", "typo"])
    trial("undesigned_control", "spend", numbers, design={"control": None, "treatment": 1})
    trial("unknown_covariate", "spend", numbers, metric={"numerator_covariate": "moon_phase"})
    trial(
        *("equal_costs", "spend", numbers, "incremental_ratio"),
        metric={"denominator": "cost"},
        cost=[1.0] * 100,
    )
    project.add_units("no_settings", arms, spend=numbers)
