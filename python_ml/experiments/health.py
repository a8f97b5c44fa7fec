"""Whether an experiment ran as it was designed."""

from collections import defaultdict
from math import sqrt

import numpy as np
import pyarrow as pa
from scipy import special

HEALTH_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("experiment_id", "check_name", "arm", "subject")),
        ("statistic", pa.float64()),
        ("degrees_of_freedom", pa.float64()),
        ("p_value", pa.float64()),
        ("has_passed", pa.bool_()),
        ("detail", pa.string()),
    ]
)
# Features are counted in units of 2^-30 of their largest deviation from the mean.
UNITS_PER_DEVIATION = 2**30
WHOLE = "all"


def sample_ratio_test(counts: np.ndarray, weights: np.ndarray) -> tuple:
    """Test that the arms got the shares they were meant to get.

    Chi-square; with two arms corrected for continuity. Fabijan et al. (2019), "Diagnosing Sample
    Ratio Mismatch in Online Controlled Experiments".

    Args:
        counts: (k,) units of each arm.
        weights: (k,) relative sizes that were planned.

    Returns:
        tuple: statistic, degrees of freedom, p-value; nan where nothing can be tested.
    """
    counts = np.asarray(counts, dtype=np.float64)
    expected = np.asarray(weights, dtype=np.float64)
    if len(counts) < 2 or not counts.sum() or not (expected > 0).all():  # noqa: PLR2004
        return float("nan"), float("nan"), float("nan")
    expected *= counts.sum() / expected.sum()
    gaps = np.abs(counts - expected)
    if len(counts) == 2:  # noqa: PLR2004
        gaps = np.maximum(gaps - 0.5, 0)
    return _chi_square((gaps**2 / expected).sum(), len(counts) - 1)


def independence_test(table: np.ndarray) -> tuple:
    """Pearson's test that rows and columns of a table of counts are independent.

    Args:
        table: (r, c) counts.

    Returns:
        tuple: statistic, degrees of freedom, p-value; nan where nothing can be tested.
    """
    table = np.asarray(table, dtype=np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(table.shape, default=0) < 2:  # noqa: PLR2004
        return float("nan"), float("nan"), float("nan")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    return _chi_square(((table - expected) ** 2 / expected).sum(), freedom)


def omnibus_balance_test(
    gap: np.ndarray, covariance: np.ndarray, one_count: int, other_count: int
) -> tuple:
    """Test that two arms have the same means of all covariates together.

    Hansen and Bowers (2008), "Covariate Balance in Simple, Stratified and Clustered Comparative
    Studies", section 3, for simple randomisation.

    Args:
        gap: (p,) differences of the means.
        covariance: (p, p) of the covariates, in both arms together.
        one_count: units of one arm.
        other_count: units of the other.

    Returns:
        tuple: statistic, degrees of freedom (covariates that tell something of their own),
        p-value; nan where nothing can be tested.
    """
    deviation = np.sqrt(np.diag(covariance))
    varies = deviation > 0
    if not varies.any():
        return float("nan"), float("nan"), float("nan")
    scaled = gap[varies] / deviation[varies]
    correlation = (
        covariance[np.ix_(varies, varies)] / np.outer(deviation, deviation)[np.ix_(varies, varies)]
    )
    values, vectors = np.linalg.eigh(correlation)
    # Covariates that are sums of others tell nothing new.
    kept = values > 1e-8 * values.max()
    projected = vectors[:, kept].T @ scaled
    size = one_count * other_count / (one_count + other_count)
    return _chi_square(size * (projected**2 / values[kept]).sum(), int(kept.sum()))


def check_health(
    arms: pa.Table,
    outcomes: pa.Table,
    levels: pa.Table,
    features: pa.Table,
    *,
    feature_names: list[str],
    significance_level: float,
) -> pa.Table:
    """All checks of all experiments.

    Args:
        arms: pyarrow.Table, a row per experiment and arm: is_control, allocation_weight (null for
            an arm that is not in the design), unit_count, exposed_unit_count.
        outcomes: pyarrow.Table, a row per experiment, arm and metric: unit_count,
            observed_unit_count.
        levels: pyarrow.Table, a row per experiment, arm, categorical feature and level: unit_count.
        features: pyarrow.Table, a row per experiment and arm: unit_count, value_sums and
            product_sums, each figure after a comma, in the order of `feature_names` and its pairs.
        feature_names: list of str, the numeric features.
        significance_level: below which a check fails.

    Returns:
        pyarrow.Table: of `HEALTH_SCHEMA`, sorted by its keys; has_passed is null for what is
        reported and not judged.
    """
    arm_rows = _by_experiment(arms)
    tables = {
        "outcomes": _by_experiment(outcomes),
        "levels": _by_experiment(levels),
        "features": _by_experiment(features),
    }
    rows = []
    for experiment, own in sorted(arm_rows.items()):
        checks = [
            *_sample_ratio(own, significance_level),
            *_unknown_arms(own),
            *_exposure(own),
            *_attrition(tables["outcomes"].get(experiment, []), significance_level),
            *_categorical_balance(tables["levels"].get(experiment, []), significance_level),
            *_numeric_balance(
                tables["features"].get(experiment, []), own, feature_names, significance_level
            ),
        ]
        rows.extend({"experiment_id": experiment, **check} for check in checks)
    rows.sort(key=lambda row: tuple(row[name] for name in HEALTH_SCHEMA.names[:4]))
    return pa.Table.from_pylist(rows, schema=HEALTH_SCHEMA)


def _chi_square(statistic, freedom):
    return float(statistic), float(freedom), float(special.chdtrc(freedom, statistic))


def _by_experiment(table):
    groups = defaultdict(list)
    for row in table.to_pylist():
        groups[row["experiment_id"]].append(row)
    for rows in groups.values():
        rows.sort(key=lambda row: tuple(str(row[name]) for name in row if name != "unit_count"))
    return groups


def _check(name, subject, test, significance_level, detail, *, arm=WHOLE):
    """A judged check; one that cannot be tested is neither passed nor failed."""
    statistic, freedom, p_value = test
    is_known = p_value == p_value  # noqa: PLR0124 -- false for nan
    return {
        "check_name": name,
        "arm": arm,
        "subject": subject,
        "statistic": statistic if is_known else None,
        "degrees_of_freedom": freedom if is_known else None,
        "p_value": p_value if is_known else None,
        "has_passed": bool(p_value >= significance_level) if is_known else None,
        "detail": detail if is_known else "there are not enough units to test this",
    }


def _note(name, arm, subject, statistic, detail):
    """A figure that is reported and not judged."""
    return {
        "check_name": name,
        "arm": arm,
        "subject": subject,
        "statistic": statistic,
        "has_passed": None,
        "detail": detail,
    }


def _sample_ratio(arms, significance_level):
    designed = [row for row in arms if row["allocation_weight"] is not None]
    if not designed:
        return
    counts = [row["unit_count"] for row in designed]
    weights = [row["allocation_weight"] for row in designed]
    shares = ", ".join(
        f"{row['arm']} has {row['unit_count']:,} of {sum(counts):,}, planned "
        f"{weight / sum(weights):.1%}"
        for row, weight in zip(designed, weights, strict=True)
    )
    test = sample_ratio_test(counts, weights)
    yield _check("sample_ratio", "arms", test, significance_level, shares)


def _unknown_arms(arms):
    for row in arms:
        if row["allocation_weight"] is None:
            yield {
                **_note(
                    "arm_in_design",
                    row["arm"],
                    "arms",
                    float(row["unit_count"]),
                    f"{row['unit_count']:,} units are in the arm {row['arm']}, which the "
                    "design does not name",
                ),
                "has_passed": False,
            }


def _exposure(arms):
    for row in arms:
        if row["unit_count"]:
            rate = row["exposed_unit_count"] / row["unit_count"]
            detail = f"{rate:.1%} of the units got an action"
            yield _note("exposure", row["arm"], "actions", rate, detail)


def _attrition(outcomes, significance_level):
    metrics = defaultdict(list)
    for row in outcomes:
        metrics[row["metric"]].append(row)
    for metric, rows in metrics.items():
        counts = [
            (row["observed_unit_count"], row["unit_count"] - row["observed_unit_count"])
            for row in rows
        ]
        shares = ", ".join(
            f"{row['arm']} {1 - row['observed_unit_count'] / row['unit_count']:.1%}"
            for row in rows
            if row["unit_count"]
        )
        test = independence_test(counts)
        if not any(missing for _, missing in counts):
            detail = "every unit has a value"
            yield {**_note("attrition", WHOLE, metric, 0.0, detail), "has_passed": True}
            continue
        detail = f"units without a value: {shares}"
        yield _check("attrition", metric, test, significance_level, detail)


def _categorical_balance(levels, significance_level):
    """Each categorical feature, at a level that makes up for their number (Bonferroni)."""
    counts = defaultdict(lambda: defaultdict(dict))
    arms = sorted({row["arm"] for row in levels})
    for row in levels:
        counts[row["feature"]][row["level"]][row["arm"]] = row["unit_count"]
    for feature, table in sorted(counts.items()):
        cells = [[row.get(arm, 0) for arm in arms] for _, row in sorted(table.items())]
        detail = f"{len(cells)} levels of {feature} over {len(arms)} arms"
        yield _check(
            "categorical_balance",
            feature,
            independence_test(cells),
            significance_level / len(counts),
            detail,
        )


def _numeric_balance(features, arms, names, significance_level):
    """Standardised differences of each feature, and the test of all of them together."""
    controls = [row["arm"] for row in arms if row["is_control"]]
    known = {row["arm"]: _feature_moments(row, len(names)) for row in features}
    if len(controls) != 1 or controls[0] not in known or not names:
        return
    control = known[controls[0]]
    for arm, own in sorted(known.items()):
        if arm == controls[0] or min(own[0], control[0]) < 2:  # noqa: PLR2004
            continue
        gap = own[1] - control[1]
        for name, difference, one, other in zip(
            names, gap, np.diag(own[2]), np.diag(control[2]), strict=True
        ):
            spread = sqrt((one + other) / 2)
            size = float(difference / spread) if spread > 0 else 0.0
            detail = f"{name} differs from the control by {size:+.3f} standard deviations"
            yield _note("standardised_mean_difference", arm, name, size, detail)
        test = omnibus_balance_test(gap, _joint_covariance(own, control), own[0], control[0])
        detail = f"all numeric features of {arm} against {controls[0]} together"
        yield _check("numeric_balance", "features", test, significance_level, detail, arm=arm)


def _feature_moments(row, feature_count):
    """Count, means and covariance of one arm, in units of the largest deviation."""
    count = row["unit_count"]
    sums = [int(text) for text in row["value_sums"].split(",")[1:]]
    products = iter(int(text) for text in row["product_sums"].split(",")[1:])
    covariance = np.zeros((feature_count, feature_count))
    for i in range(feature_count):
        for j in range(i, feature_count):
            centred = count * next(products) - sums[i] * sums[j]
            unit = max(count * (count - 1), 1) * UNITS_PER_DEVIATION**2
            covariance[i, j] = covariance[j, i] = centred / unit
    means = np.array([total / (count * UNITS_PER_DEVIATION) for total in sums])
    return count, means, covariance


def _joint_covariance(one, other):
    count = one[0] + other[0]
    gap = one[1] - other[1]
    scatter = (
        (one[0] - 1) * one[2]
        + (other[0] - 1) * other[2]
        + np.outer(gap, gap) * one[0] * other[0] / count
    )
    return scatter / (count - 1)
