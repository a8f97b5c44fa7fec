"""Day by day, segments, health and verdict, against what the units say."""

import numpy as np
import pytest
from scipy import stats
from trials import BALANCE, BUYS_ON, IS_TREATED, SPEND, UNITS


def test_every_day_counts_what_was_known_on_that_day(readout):
    rows = readout.query(
        "select observed_on, unit_count, control_unit_count, estimate, p_value "
        "from experiment_daily_readout "
        "where experiment_id = 'buyers' and method = 'welch' order by observed_on"
    )
    # On the first day nobody has bought, so that there is no difference to test.
    assert (rows[0][0].day, rows[0][1:3], rows[0][3]) == (1, (UNITS // 2, UNITS // 2), None)
    for day, treated_count, control_count, estimate, p_value in rows[1:]:
        known = ((BUYS_ON > 0) & (day.day >= BUYS_ON)).astype(float)
        expected = stats.ttest_ind(known[IS_TREATED], known[~IS_TREATED], equal_var=False)
        assert (treated_count, control_count) == (UNITS // 2, UNITS // 2)
        assert estimate == pytest.approx(
            known[IS_TREATED].mean() - known[~IS_TREATED].mean(), rel=1e-9
        )
        assert p_value == pytest.approx(expected.pvalue, rel=1e-9)
    assert [row[0].day for row in rows] == [1, *range(2, 12)]


def test_the_last_day_is_the_readout(readout):
    difference = readout.query(
        """
        select count(*), max(abs(daily.estimate - readout.estimate)),
            max(abs(daily.upper - readout.upper)) from experiment_readout as readout
        join experiment_daily_readout as daily using (experiment_id, arm, metric, method)
        where daily.observed_on = (
            select max(observed_on) from experiment_daily_readout as last
            where last.experiment_id = daily.experiment_id
        ) and readout.estimate is not null
        """
    )
    assert difference[0][0] > 10
    assert difference[0][1:] == (0, 0)


def test_winsorised_values_lie_within_the_quantiles_of_all_arms(readout):
    ordered = np.sort(SPEND)
    clipped = np.clip(SPEND, ordered[int(0.05 * UNITS)], ordered[int(np.ceil(0.9 * UNITS)) - 1])
    assert readout.query(
        "select arm_value, control_value from experiment_readout "
        "where experiment_id = 'outliers' and method = 'welch'"
    ) == [
        (
            pytest.approx(clipped[IS_TREATED].mean(), rel=1e-9),
            pytest.approx(clipped[~IS_TREATED].mean(), rel=1e-9),
        )
    ]


@pytest.mark.parametrize(
    ("experiment", "verdict", "sentence"),
    [
        ("better", "ship", "kept is better than in the control"),
        ("worse", "stop", "kept is worse than in the control"),
        ("lower_is_better", "ship", "left is better than in the control"),
        ("futile", "stop", "is less than the effect worth detecting"),
        ("open", "keep_testing", "so that its sign is open"),
        ("guarded", "ship", "The guardrail complained holds."),
        ("breached", "stop", "The guardrail complained is breached"),
        ("mismatch", "untrusted", "UNTRUSTED: sample_ratio failed"),
        ("differential_attrition", "untrusted", "UNTRUSTED: attrition failed"),
        ("unbalanced", "untrusted", "UNTRUSTED: numeric_balance failed"),
    ],
)
def test_the_verdict_says_why(readout, experiment, verdict, sentence):
    ((given, reason),) = readout.query(
        f"select verdict, reason from experiment_verdict where experiment_id = '{experiment}'"
    )
    assert (given, sentence in reason) == (verdict, True), reason


def test_a_failed_check_marks_every_row_of_the_experiment(readout):
    for table in ("readout", "daily_readout", "segment_readout"):
        assert readout.query(
            f"select distinct is_trusted from experiment_{table} where experiment_id = 'mismatch'"
        ) == [(False,)]


def test_attrition_that_is_the_same_in_all_arms_passes(readout):
    assert readout.query(
        "select has_passed from experiment_health "
        "where experiment_id = 'attrition' and check_name = 'attrition'"
    ) == [(True,)]


def test_the_balance_test_is_hotelling_s_up_to_the_pooling(readout):
    rows = readout.query(
        "select check_name, statistic, p_value from experiment_health "
        "where experiment_id = 'unbalanced' and subject in ('affinity', 'features') "
        "order by check_name"
    )
    values = BALANCE + 0.2 * IS_TREATED
    treated, control = values[IS_TREATED], values[~IS_TREATED]
    gap = treated.mean() - control.mean()
    expected = gap**2 / (values.var(ddof=1) * (4 / UNITS))
    assert rows[0][1:] == pytest.approx((expected, stats.chi2.sf(expected, 1)), rel=1e-6)
    spread = np.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2)
    assert rows[1][1] == pytest.approx(gap / spread, rel=1e-6)


def test_the_segments_are_the_strata(readout):
    assert readout.query(
        "select dimension, segment, unit_count, heterogeneity_p_value "
        "from experiment_segment_readout where experiment_id = 'better'"
    ) == [("stratum", "all", UNITS // 2, None)]
