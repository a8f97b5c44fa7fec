"""The propensity tables of the demo against scikit-learn."""

import numpy as np
import pytest
from dbt_project import name_of
from sklearn.metrics import log_loss, roc_auc_score


def test_the_scorecard_in_sql_agrees_with_scikit_learn(demo):
    pairs = demo.query(
        "select action_id, was_successful, success_probability from ml_propensity_out_of_fold",
    )
    scorecard = demo.query("select action_id, auc, log_loss, brier_score from propensity_scorecard")
    assert len(scorecard) > 2
    for action, auc, loss, brier in scorecard:
        judged = [pair[1:] for pair in pairs if action in ("all", pair[0])]
        labels, predicted = (np.array(values, dtype=float) for values in zip(*judged, strict=True))
        assert auc == pytest.approx(roc_auc_score(labels, predicted), abs=1e-12)
        assert loss == pytest.approx(log_loss(labels, predicted), abs=1e-9)
        assert brier == pytest.approx(np.mean((labels - predicted) ** 2), abs=1e-9)


def test_the_model_of_the_demo_is_better_than_a_constant_and_is_calibrated(demo):
    scorecard = demo.query(
        "select log_loss, constant_log_loss, auc_lower from propensity_scorecard",
    )
    assert all(loss < constant and lower > 0.5 for loss, constant, lower in scorecard)
    inside, total = demo.query(
        "select count_if(predicted_rate between observed_lower and observed_upper), count(*) "
        "from propensity_calibration",
    )[0]
    assert inside >= 0.8 * total


def test_scoring_needs_the_artefacts_and_the_features_but_no_training_rows(demo):
    manifest = demo.manifest()
    scoring = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and "score" in node["tags"]
    }
    read = {parent for node in scoring for parent in manifest["parent_map"][node]} - scoring
    assert {name_of(unique_id) for unique_id in read} == {
        "model_registry",
        "int_features_selected",
        "input_actions",
        "int_customers_profiled",
        "int_customers_valued_listed",
    }
