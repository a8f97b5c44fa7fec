import pytest

from python_ml.experiments.__main__ import main
from python_ml.experiments.error_rates import CORRELATION, measure_error_rates

EXPERIMENTS = 100


@pytest.fixture(scope="module")
def rates():
    rows = measure_error_rates(experiment_count=EXPERIMENTS, unit_count=800, seed=3)
    return {(row["metric_type"], row["method"]): row for row in rows}


def test_false_positives_are_as_rare_as_promised(rates):
    # Three standard errors of 100 draws at 5%; `python -m python_ml.experiments` draws 2,000.
    for key, row in rates.items():
        limit = 0.0 if "anytime" in key[1] else 0.115
        assert row["false_positive_rate"] <= max(limit, 0.05), key


def test_intervals_cover_the_truth(rates):
    for key, row in rates.items():
        assert row["coverage_rate"] >= 0.88, key


def test_peeking_is_safe_with_anytime_valid_intervals_only(rates):
    for (metric_type, method), row in rates.items():
        if "anytime" in method:
            assert row["peeking_rate"] <= 0.05, (metric_type, method)
        elif method == "welch":
            assert row["peeking_rate"] > 0.1, (metric_type, method)


def test_cuped_removes_the_squared_correlation(rates):
    assert rates["mean", "cuped"]["removed_variance_rate"] == pytest.approx(
        CORRELATION**2, abs=0.01
    )


def test_the_command_prints_the_table(capsys):
    main(["--experiments", "2", "--units", "200"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 experiments without and as many with an effect, 200 units each")
    assert sum(line.startswith("| mean |") for line in lines) == 5
