"""What cannot be estimated says why, and is never dropped."""

import pytest

UNKNOWN_ARM = (
    "UNTRUSTED: arm_in_design failed: 2 units are in the arm typo, which the design does not name"
)


def rows_of(readout, experiment, method="welch"):
    return readout.query(
        "select arm, estimate, p_value, reason from experiment_readout "
        f"where experiment_id = '{experiment}' and method = '{method}' order by arm"
    )


@pytest.mark.parametrize(
    ("experiment", "reason"),
    [
        ("empty_arm", "the arm has no unit with a value of the metric"),
        ("one_unit", "the arm has one unit only with a value of the metric"),
        ("zero_variance", "the metric does not vary in either arm"),
        ("all_converted", "the metric does not vary in either arm"),
        ("no_rows", "no unit has a value of spend"),
        ("not_binary", "1 values of the proportion are neither 0 nor 1"),
        ("negative_denominator", "1 denominators are below 0"),
        ("empty_denominator", "the denominators of the arm do not add up to more than 0"),
        ("undesigned_control", "the design names no control arm"),
        ("equal_costs", "the arms do not differ in the denominator"),
    ],
)
def test_no_estimate_comes_with_a_reason(readout, experiment, reason):
    rows = [row for row in rows_of(readout, experiment) if row[0] == "treatment"]
    assert rows == [("treatment", None, None, reason)]


def test_an_arm_of_one_outcome_is_compared_as_long_as_the_other_varies(readout):
    ((_, estimate, p_value, reason),) = rows_of(readout, "one_arm_converted")
    assert estimate == pytest.approx(1 - 0.34)
    assert p_value < 1e-6
    assert reason is None


def test_an_arm_that_is_not_in_the_design_is_listed_and_makes_the_experiment_untrusted(readout):
    treatment, typo = rows_of(readout, "unknown_arm")
    assert typo == ("typo", None, None, "the arm is not in the design")
    assert treatment[1] is not None
    assert readout.query(
        "select distinct is_trusted, untrusted_reason from experiment_readout "
        "where experiment_id = 'unknown_arm'"
    ) == [(False, UNKNOWN_ARM)]
    assert readout.query(
        "select distinct verdict from experiment_verdict where experiment_id = 'unknown_arm'"
    ) == [("untrusted",)]


def test_an_experiment_without_settings_is_listed_by_what_was_observed_in_it(readout):
    assert rows_of(readout, "no_settings") == [
        (arm, None, None, "the experiment is not in the settings")
        for arm in ("control", "treatment")
    ]


def test_a_covariate_that_is_no_feature_leaves_the_plain_estimate(readout):
    ((_, _, _, reason),) = rows_of(readout, "unknown_covariate", "cuped")
    assert reason == "no unit has a value of the covariate"
    ((_, estimate, _, _),) = rows_of(readout, "unknown_covariate")
    assert estimate is not None


def test_every_comparison_has_a_row_and_every_row_an_estimate_or_a_reason(readout):
    assert readout.query(
        "select count(*) from experiment_readout where (estimate is null) = (reason is null)"
    ) == [(0,)]
    assert readout.query(
        "select count(distinct experiment_id) from input_experiment_assignments "
        "anti join experiment_readout using (experiment_id)"
    ) == [(0,)]


def test_nothing_is_infinite_or_not_a_number(readout):
    for column in ("estimate", "standard_error", "lower", "upper", "p_value", "relative_upper"):
        assert readout.query(
            f"select count(*) from experiment_readout where not isfinite({column})"
        ) == [(0,)], column
