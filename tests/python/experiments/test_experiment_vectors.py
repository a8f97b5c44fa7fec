"""The tables hold what public packages compute from the same columns."""

import copy
import shutil

import numpy as np
import pandas as pd
import pytest
from reference_experiments import ARMS, COLUMNS, REFERENCE

from python_ml.experiments.multiplicity import benjamini_hochberg, holm
from python_ml.experiments.power import detectable_effect, power

TEA_TASTING = REFERENCE["expected"]["tea_tasting_1_14_0"]
STATSMODELS = REFERENCE["expected"]["statsmodels_0_15_0"]
GBSTATS = REFERENCE["expected"]["gbstats_0_8_0_asymptotic_confidence_sequence"]
TABLE_COLUMNS = {
    "control": "control_value",
    "treatment": "arm_value",
    "effect_size": "estimate",
    "effect_size_ci_lower": "lower",
    "effect_size_ci_upper": "upper",
    "rel_effect_size": "relative_estimate",
    "rel_effect_size_ci_lower": "relative_lower",
    "rel_effect_size_ci_upper": "relative_upper",
    "pvalue": "p_value",
    "statistic": "statistic",
}


def row_of(readout, metric, method):
    names = (
        *set(TABLE_COLUMNS.values()),
        *("standard_error", "removed_variance_rate", "simultaneous_lower"),
    )
    (values,) = readout.query(
        f"select {', '.join(names)} from experiment_readout "
        f"where experiment_id = 'vectors' and metric = '{metric}' and method = '{method}'"
    )
    return dict(zip(names, values, strict=True))


@pytest.mark.parametrize(
    ("case", "metric", "method"),
    [
        ("rev_mean", "revenue", "welch"),
        ("rev_cuped", "revenue", "cuped"),
        ("ret", "retained", "welch"),
        ("ret_z", "retained", "z_continuity_corrected"),
        ("ratio", "orders_per_session", "welch"),
        ("ratio_cuped", "orders_per_session", "cuped"),
    ],
)
def test_the_readout_is_tea_tasting_s(readout, case, metric, method):
    row = row_of(readout, metric, method)
    for name, expected in TEA_TASTING[case].items():
        assert row[TABLE_COLUMNS[name]] == pytest.approx(expected, rel=1e-9), name


def test_the_pooled_z_test_is_statsmodels_s(readout):
    row = row_of(readout, "retained", "z_pooled")
    assert row["statistic"] == pytest.approx(STATSMODELS["retained_ztest_pooled"]["z"], rel=1e-9)
    assert row["p_value"] == pytest.approx(
        STATSMODELS["retained_ztest_pooled"]["p_value"], rel=1e-9
    )
    assert (row["lower"], row["upper"]) == pytest.approx(
        STATSMODELS["retained_difference_wald_ci"], rel=1e-9
    )


@pytest.mark.parametrize("metric", ["retained", "revenue"])
def test_the_anytime_valid_readout_is_gbstats_s(readout, metric):
    # The default of nba_anytime_tuning_unit_count is 5,000.
    row = row_of(readout, metric, "anytime_valid")
    expected = GBSTATS[f"{metric}_anytime_valid_tuning_5000"]
    assert row["estimate"] == pytest.approx(expected["estimate"], rel=1e-9)
    assert (row["lower"], row["upper"]) == pytest.approx(expected["ci"], rel=1e-9)
    assert row["p_value"] == pytest.approx(expected["p_value"], rel=1e-9)


def test_the_tuning_of_the_anytime_valid_readout_is_a_variable(readout, tmp_path):
    tuned = copy.copy(readout)
    tuned.warehouse = shutil.copy(readout.warehouse, tmp_path)
    result = tuned.run(
        *("build", "--quiet", "--select", "ml_experiment_readout", "experiment_readout"),
        *("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"),
        variables={"nba_raw_path": str(readout.raw), "nba_anytime_tuning_unit_count": 1000},
    )
    assert result.returncode == 0, result.output
    for metric in ("retained", "revenue"):
        row = row_of(tuned, metric, "anytime_valid")
        expected = GBSTATS[f"{metric}_anytime_valid_tuning_1000"]
        assert (row["lower"], row["upper"]) == pytest.approx(expected["ci"], rel=1e-9)
        assert row["p_value"] == pytest.approx(expected["p_value"], rel=1e-9)


def test_the_sample_ratio_check_is_tea_tasting_s(readout):
    assert readout.query(
        "select p_value, has_passed from experiment_health "
        "where experiment_id = 'vectors' and check_name = 'sample_ratio'"
    ) == [(pytest.approx(TEA_TASTING["srm"]["pvalue"], rel=1e-9), True)]


def test_the_design_is_statsmodels_s(readout):
    needed = STATSMODELS["n_per_arm_for_80pct_power_57_to_62"]
    assert readout.query(
        "select exact_unit_count, required_unit_count, current_power "
        "from experiment_design where experiment_id = 'planned'"
    ) == [
        (
            pytest.approx(needed, rel=1e-9),
            1512,
            pytest.approx(STATSMODELS["power_57_to_62_n2000_per_arm"], rel=1e-9),
        )
    ]


def test_the_detectable_effect_is_found_with_the_wanted_power():
    setting = {"baseline": 0.57, "significance_level": 0.05}
    effect = detectable_effect(1512, 756, 0.8, **setting)
    assert power(effect, 1512, 756, **setting) == pytest.approx(0.8, rel=1e-9)


@pytest.mark.parametrize(
    ("adjust", "name"), [(holm, "holm"), (benjamini_hochberg, "benjamini_hochberg")]
)
def test_adjusted_p_values_are_statsmodels_s_in_any_order(adjust, name):
    p_values, expected = (np.asarray(STATSMODELS[name][key]) for key in ("p", "adjusted"))
    order = np.random.default_rng(0).permutation(len(p_values))
    assert adjust(p_values[order]) == pytest.approx(expected[order], rel=1e-9)


def test_the_table_s_adjusted_p_values_are_over_the_metrics_of_a_role(readout):
    rows = readout.query(
        "select p_value, holm_p_value, benjamini_hochberg_p_value from experiment_readout "
        "where experiment_id = 'vectors' and role = 'secondary' and method = 'welch'"
    )
    p_values, holm_values, bh_values = zip(*rows, strict=True)
    assert len(rows) == 2
    assert holm_values == pytest.approx(holm(p_values), rel=1e-12)
    assert bh_values == pytest.approx(benjamini_hochberg(p_values), rel=1e-12)


def test_post_stratification_weighs_the_strata_s_own_differences(readout):
    frame = pd.DataFrame({"arm": ARMS, "y": COLUMNS["revenue"], "s": COLUMNS["pre_sessions"] % 4})
    moments = frame.groupby(["s", "arm"])["y"].agg(["mean", "var", "count"]).unstack("arm")
    weights = frame.groupby("s").size() / len(frame)
    gaps = moments["mean", "treatment"] - moments["mean", "control"]
    variances = sum(moments["var", arm] / moments["count", arm] for arm in ("treatment", "control"))
    row = row_of(readout, "revenue", "post_stratified")
    assert row["estimate"] == pytest.approx((weights * gaps).sum(), rel=1e-9)
    assert row["standard_error"] == pytest.approx(np.sqrt((weights**2 * variances).sum()), rel=1e-9)


def test_cuped_removes_the_share_of_the_variance_that_the_correlation_explains(readout):
    row = row_of(readout, "revenue", "cuped")
    before = row_of(readout, "revenue", "welch")["standard_error"] ** 2
    assert row["removed_variance_rate"] == pytest.approx(
        1 - row["standard_error"] ** 2 / before, rel=1e-9
    )
    correlation = np.corrcoef(COLUMNS["revenue"], COLUMNS["pre_revenue"])[0, 1]
    assert row["removed_variance_rate"] == pytest.approx(correlation**2, abs=0.01)
