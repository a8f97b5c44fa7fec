import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from python_ml.simulator import catalogue
from python_ml.simulator.__main__ import main
from python_ml.simulator.describe import area_under_curve, describe, within_budget


def test_area_under_curve_equals_scikit_learns_with_ties():
    rng = np.random.default_rng(0)
    score = rng.integers(0, 20, 500) / 20
    is_positive = rng.random(500) < score
    assert area_under_curve(is_positive, score) == pytest.approx(roc_auc_score(is_positive, score))


def test_budget_is_kept_and_spent_on_the_best():
    gain = np.array([[0, 1, 0, 0, 0], [0, 0, 0, 900, 0], [0, 0, 0, 800, 0]], dtype=float)
    everything = np.ones_like(gain, dtype=bool)
    assert within_budget(gain, everything, 250).tolist() == [0, 3, 0]
    assert within_budget(gain, everything, 500).tolist() == [1, 3, 3]
    assert within_budget(gain, everything, 0).tolist() == [0, 0, 0]


def test_knowing_the_truth_retains_14_percent_more_than_the_rules_at_no_more_cost(company):
    figures = describe(company)
    best = "most retained for the rules' spend"
    assert figures[f"{best}: spend"] <= figures["business_as_usual: spend"]
    assert figures[f"{best}: retention"] >= 1.14 * figures["business_as_usual: retention"]


def test_propensity_policy_causes_more_than_the_rules_and_less_than_the_truth_allows(company):
    figures = describe(company)
    names = [*catalogue.ARMS, "most value for the rules' spend"]
    values = [figures[f"{name}: value caused less cost"] for name in names]
    assert values == sorted(values)


def test_describe_prints_a_figure_per_line(capsys):
    assert main(["describe", "--customers", "200"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["customers", "200"]
    assert any(line.startswith("share of sleeping_dog") for line in lines)
