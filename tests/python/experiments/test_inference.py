"""Invariants of the inference, and closed forms it must agree with."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from python_ml.experiments import estimators
from python_ml.experiments.comparison import Comparison, Levels, compare
from python_ml.experiments.health import independence_test, omnibus_balance_test, sample_ratio_test
from python_ml.experiments.intervals import EveryLook, FixedLook, fieller_interval
from python_ml.experiments.moments import PRODUCTS, UNITS_PER_SCALE, VARIABLES, added, moments
from python_ml.experiments.multiplicity import benjamini_hochberg, holm
from python_ml.experiments.power import detectable_effect, power, required_arm_count
from python_ml.experiments.segments import heterogeneity_test

SCALE = 2.0**20
LEVELS = Levels(0.95, 0.975, 5000)
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def sums_of(*columns):
    """Exact sums, as the warehouse computes them; None for an absent variable."""
    units = {
        name: None
        if column is None
        else [round(value / SCALE * UNITS_PER_SCALE) for value in column]
        for name, column in zip(VARIABLES, columns, strict=True)
    }
    firsts = [None if units[name] is None else sum(units[name]) for name in VARIABLES]
    products = [
        None
        if units[a] is None or units[b] is None
        else sum(x * y for x, y in zip(units[a], units[b], strict=True))
        for a, b in PRODUCTS
    ]
    return [len(columns[0]), *firsts, *products]


def moments_of(y, d=None, x=None, z=None):
    return moments(sums_of(y, d, x, z), [SCALE, None if d is None else SCALE, SCALE, SCALE])


def sample(seed, size=200):
    rng = np.random.default_rng(seed)
    x = rng.normal(50, 10, size)
    return 0.8 * x + rng.normal(0, 6, size), x


def test_moments_are_numpy_s():
    rng = np.random.default_rng(0)
    columns = rng.lognormal(3, 1, size=(4, 500))
    found = moments_of(*columns)
    assert found.mean == pytest.approx(columns.mean(axis=1), rel=1e-9)
    assert found.covariance == pytest.approx(np.cov(columns), rel=1e-8)


def test_a_constant_far_from_zero_has_no_variance_at_all():
    assert moments_of([123456.789] * 1000).covariance[0, 0] == 0


@given(split=st.integers(1, 199), seed=st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_cells_add_up_to_the_whole_whatever_the_order(split, seed):
    y, x = sample(seed)
    order = np.random.default_rng(seed).permutation(len(y))
    parts = added(
        sums_of(y[order][:split], None, x[order][:split], None),
        sums_of(y[order][split:], None, x[order][split:], None),
    )
    assert parts == sums_of(y, None, x, None)


@given(seed=st.integers(0, 100), shift=st.floats(-1e3, 1e3), factor=st.floats(0.5, 20))
@settings(max_examples=30, deadline=None)
def test_cuped_does_not_mind_the_covariate_s_unit(seed, shift, factor):
    (y, x), (v, u) = sample(seed), sample(seed + 1000)
    plain, _ = compare(Comparison("mean", moments_of(y, x=x), moments_of(v, x=u)), "cuped", LEVELS)
    moved = moments_of(y, x=factor * x + shift), moments_of(v, x=factor * u + shift)
    other, _ = compare(Comparison("mean", *moved), "cuped", LEVELS)
    assert other["estimate"] == pytest.approx(plain["estimate"], rel=1e-6, abs=1e-6)
    assert other["standard_error"] == pytest.approx(plain["standard_error"], rel=1e-6)


def test_cuped_is_the_regression_on_the_centred_covariate():
    (y, x), (v, u) = sample(1), sample(2)
    result, _ = compare(Comparison("mean", moments_of(y, x=x), moments_of(v, x=u)), "cuped", LEVELS)
    slope = np.cov(np.append(y, v), np.append(x, u))[0, 1] / np.append(x, u).var(ddof=1)
    adjusted = stats.ttest_ind(y - slope * x, v - slope * u, equal_var=False)
    assert result["p_value"] == pytest.approx(adjusted.pvalue, rel=1e-6)


def test_one_stratum_is_no_stratification():
    arms = moments_of(sample(1)[0]), moments_of(sample(2)[0])
    stratified = estimators.post_stratified({"all": arms[0]}, {"all": arms[1]})
    for found, expected in zip(stratified, estimators.plain(*arms), strict=True):
        assert found.value == pytest.approx(expected.value, rel=1e-12)
        assert found.error_variance == pytest.approx(expected.error_variance, rel=1e-12)
        assert found.freedom == pytest.approx(expected.freedom, rel=1e-12)


def test_strata_that_lack_units_are_put_together():
    treated = {
        "a": moments_of([1.0, 2.0, 4.0]),
        "b": moments_of([5.0]),
        "c": moments_of([7.0, 9.0]),
    }
    control = {"a": moments_of([1.0, 3.0]), "b": moments_of([2.0, 2.5]), "c": moments_of([4.0])}
    merged = (
        {"a": treated["a"], "rest": moments_of([5.0, 7.0, 9.0])},
        {"a": control["a"], "rest": moments_of([2.0, 2.5, 4.0])},
    )
    for found, expected in zip(
        estimators.post_stratified(treated, control),
        estimators.post_stratified(*merged),
        strict=True,
    ):
        assert found.value == pytest.approx(expected.value)
        assert found.error_variance == pytest.approx(expected.error_variance)
    assert estimators.post_stratified({"b": treated["b"]}, {"b": control["b"]}) is None


@given(statistic=st.floats(-8, 8), count=st.integers(10, 10**7), tuning=st.floats(10, 1e6))
def test_an_always_valid_p_value_is_below_alpha_exactly_when_the_interval_leaves_out_0(
    statistic, count, tuning
):
    look = EveryLook(count, tuning, 0.05)
    half = look.multiplier(0.95)
    if abs(abs(statistic) - half) > 1e-9:
        assert (look.p_value(statistic) < 0.05) == (abs(statistic) > half)
    assert half > FixedLook(float("inf")).multiplier(0.95)


@given(values=p_values)
def test_adjusted_p_values_keep_the_order_and_are_never_smaller(values):
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(values)
        assert (adjusted >= np.asarray(values) - 1e-15).all()
        assert (adjusted <= 1).all()
        order = np.argsort(values, kind="stable")
        assert (np.diff(adjusted[order]) >= -1e-15).all()
    assert (benjamini_hochberg(values) <= holm(values) + 1e-15).all()


def test_fieller_s_interval_holds_exactly_the_ratios_that_are_not_rejected():
    numerator, denominator, covariance = (3.0, 0.25), (2.0, 0.04), 0.03
    lower, upper = fieller_interval(numerator, denominator, covariance, 1.96)
    for ratio, is_inside in ((lower, None), (upper, None), ((lower + upper) / 2, True)):
        gap = numerator[0] - ratio * denominator[0]
        variance = numerator[1] - 2 * ratio * covariance + ratio**2 * denominator[1]
        if is_inside:
            assert abs(gap) / variance**0.5 < 1.96
        else:
            assert abs(gap) / variance**0.5 == pytest.approx(1.96)
    assert fieller_interval(numerator, (0.1, 0.04), 0.0, 1.96) is None


def test_simultaneous_intervals_are_the_wider_ones():
    arms = moments_of(sample(1)[0]), moments_of(sample(2)[0])
    for method in ("welch", "anytime_valid"):
        result, _ = compare(Comparison("mean", *arms), method, LEVELS)
        assert result["simultaneous_lower"] < result["lower"] < result["estimate"]
        assert result["estimate"] < result["upper"] < result["simultaneous_upper"]


@given(
    effect=st.floats(0.01, 0.3),
    baseline=st.floats(0.05, 0.6),
    wanted=st.floats(0.6, 0.99),
    ratio=st.floats(0.2, 5),
)
@settings(max_examples=40, deadline=None)
def test_the_required_units_have_the_wanted_power(effect, baseline, wanted, ratio):
    setting = {"baseline": baseline, "significance_level": 0.05}
    count = required_arm_count(effect, wanted, control_ratio=ratio, **setting)
    assert power(effect, count, ratio * count, **setting) == pytest.approx(wanted, abs=1e-6)
    found = detectable_effect(count, ratio * count, wanted, **setting)
    assert found == pytest.approx(effect, rel=1e-4)


@pytest.mark.parametrize(
    ("effect", "setting", "sentence"),
    [
        (0.0, {"baseline": 0.5}, "must not be 0"),
        (0.6, {"baseline": 0.5}, r"A proportion of 0.5 that changes by 0.6 leaves \[0, 1\]"),
        (1.0, {"baseline": 5.0, "deviation": 0.0}, "must be above 0"),
    ],
)
def test_an_impossible_design_says_what_to_change(effect, setting, sentence):
    with pytest.raises(ValueError, match=sentence):
        required_arm_count(effect, 0.8, significance_level=0.05, **setting)


def test_health_tests_are_scipy_s():
    assert sample_ratio_test([300, 330, 370], [1, 1, 1])[2] == pytest.approx(
        stats.chisquare([300, 330, 370]).pvalue
    )
    table = [[30, 40], [25, 60], [0, 0]]
    assert independence_test(table)[2] == pytest.approx(
        stats.chi2_contingency(table[:2], correction=False).pvalue
    )
    assert np.isnan(sample_ratio_test([5], [1])[2])
    assert np.isnan(independence_test([[3, 4]])[2])


def test_a_covariate_that_repeats_another_adds_no_freedom():
    covariance = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    statistic, freedom, _ = omnibus_balance_test(np.array([0.1, 0.1, 0.0]), covariance, 100, 100)
    assert freedom == 1
    assert statistic == pytest.approx(0.1**2 * 50)


def test_segments_with_the_same_effect_are_not_heterogeneous():
    assert heterogeneity_test([0.1, 0.1, 0.1], [0.01, 0.2, 0.05]) == (pytest.approx(0), 1)
    statistic, p_value = heterogeneity_test([0.0, 1.0], [0.1, 0.1])
    assert statistic == pytest.approx(50)
    assert p_value < 1e-9


def test_a_control_next_to_zero_has_a_lift_without_bounds():
    control = moments_of([-1.0, 1.0, 0.001] * 10)
    result, reason = compare(Comparison("mean", moments_of(sample(1)[0]), control), "welch", LEVELS)
    assert reason is None
    assert result["relative_estimate"] > 1000
    assert result["relative_lower"] is None
