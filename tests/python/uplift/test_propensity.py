import datetime as dt
import json
import pickle

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import expit
from sklearn.metrics import log_loss as reference_log_loss
from sklearn.metrics import roc_auc_score

from python_ml.estimation.probability_calibration import fit_platt, log_loss
from python_ml.uplift.propensity_model import train
from python_ml.uplift.propensity_out_of_fold import OUT_OF_FOLD_SCHEMA, predict_out_of_fold
from python_ml.uplift.propensity_rows import MINIMUM_ROWS_PER_ACTION, learnable_actions
from python_ml.uplift.propensity_scores import SCORE_SCHEMA, score
from python_ml.uplift.training_set import TrainingSet
from python_ml.warehouse.artefacts import SCHEMA as ARTEFACT_SCHEMA

FEATURES = [("plan", "categorical"), ("usage", "numeric"), ("noise", "numeric")]
FOLDS = 5


def training_rows(count=1_500, seed=1):
    rng = np.random.default_rng(seed)
    usage = rng.normal(size=count)
    action = rng.choice(["call", "email"], size=count)
    plan = rng.choice(["basic", "pro"], size=count)
    probability = expit(-1 + 1.2 * usage + 0.8 * (action == "call") - 0.6 * (plan == "pro"))
    return pa.table(
        {
            "training_row_id": [f"row {i:05d}" for i in range(count)],
            "customer_id": [f"customer {i}" for i in range(count)],
            "as_of_date": [dt.date(2026, 5, 1) + dt.timedelta(i % 28) for i in range(count)],
            "action_id": action.tolist(),
            "was_successful": rng.random(count) < probability,
            "fold": pa.array(np.arange(count) % FOLDS, pa.int32()),
            "plan": plan.tolist(),
            "usage": usage,
            "noise": rng.normal(size=count),
        },
    )


def replaced(table, name, values):
    return table.set_column(table.column_names.index(name), name, pa.array(values))


def fitted(rows, features=FEATURES):
    training_set = TrainingSet(rows, features, 3)
    return train(training_set, predict_out_of_fold(training_set))


@pytest.fixture(scope="module")
def rows():
    return training_rows()


@pytest.fixture(scope="module")
def out_of_fold(rows):
    return predict_out_of_fold(TrainingSet(rows, FEATURES, 3))


@pytest.fixture(scope="module")
def artefact(rows, out_of_fold):
    return train(TrainingSet(rows, FEATURES, 3), out_of_fold)


def probabilities(table):
    return table.column("success_probability").to_numpy()


def test_every_row_is_predicted_once_better_than_by_the_rate_of_success(rows, out_of_fold):
    assert out_of_fold.schema == OUT_OF_FOLD_SCHEMA
    assert out_of_fold.column("training_row_id").to_pylist() == rows["training_row_id"].to_pylist()
    labels = out_of_fold.column("was_successful").to_numpy()
    assert roc_auc_score(labels, probabilities(out_of_fold)) > 0.7
    assert abs(probabilities(out_of_fold).mean() - labels.mean()) < 0.02


def test_a_fold_s_own_outcomes_change_nothing_in_its_margins(rows, out_of_fold):
    folds = rows.column("fold").to_numpy()
    labels = rows.column("was_successful").to_numpy()
    for fold in range(FOLDS):
        turned = replaced(rows, "was_successful", np.where(folds == fold, ~labels, labels))
        again = predict_out_of_fold(TrainingSet(turned, FEATURES, 3))
        for column in ("margin", "tree_count"):
            before, after = (t.column(column).to_numpy() for t in (out_of_fold, again))
            np.testing.assert_array_equal(before[folds == fold], after[folds == fold])
            assert (before != after).any()


def test_a_fold_is_calibrated_on_the_other_folds(out_of_fold):
    folds, margins, labels = (
        out_of_fold.column(name).to_numpy() for name in ("fold", "margin", "was_successful")
    )
    for fold in range(FOLDS):
        slope, intercept = fit_platt(margins[folds != fold], labels[folds != fold].astype(float))
        expected = expit(intercept + slope * margins[folds == fold])
        np.testing.assert_array_equal(probabilities(out_of_fold)[folds == fold], expected)


def test_the_order_of_rows_does_not_matter(rows, out_of_fold, artefact):
    shuffled = rows.take(np.random.default_rng(2).permutation(rows.num_rows))
    again = predict_out_of_fold(TrainingSet(shuffled, FEATURES, 3))
    assert again.equals(out_of_fold)
    assert train(TrainingSet(shuffled, FEATURES, 3), again).equals(artefact)


def test_the_artefact_says_where_it_comes_from(artefact, rows):
    assert artefact.schema == ARTEFACT_SCHEMA
    (row,) = artefact.to_pylist()
    assert (row["trained_from"], row["trained_to"]) == (
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 28),
    )
    assert row["training_row_count"] == rows.num_rows
    assert json.loads(row["features"]) == ["plan=basic", "plan=pro", "usage", "noise"]
    specification = json.loads(row["specification"])
    assert specification["actions"] == ["call", "email"]
    assert set(specification["calibration"]) == {"slope", "intercept"}
    assert json.loads(row["parameters"])["seed"] == 3
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(row["booster"])


def test_other_data_or_another_seed_is_another_version(artefact, rows, out_of_fold):
    changed = replaced(rows, "noise", rows.column("noise").to_numpy() * [-1] + 1e-9)
    versions = [
        made.column("model_version")[0].as_py()
        for made in (
            artefact,
            train(TrainingSet(rows, FEATURES, 3), out_of_fold),
            train(TrainingSet(rows, FEATURES, 4), out_of_fold),
            train(TrainingSet(changed, FEATURES, 3), out_of_fold),
        )
    ]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 3


def test_every_customer_gets_a_score_for_every_action(artefact, rows):
    scores = score(artefact, rows)
    assert scores.schema == SCORE_SCHEMA
    keys = set(zip(scores["customer_id"].to_pylist(), scores["action_id"].to_pylist(), strict=True))
    assert len(keys) == scores.num_rows == 2 * rows.num_rows
    assert set(scores["model_version"].to_pylist()) == set(artefact["model_version"].to_pylist())
    assert (np.round(probabilities(scores), 6) == probabilities(scores)).all()


def test_scores_are_near_the_probabilities_the_rows_were_drawn_from(artefact):
    usage = np.linspace(-2, 2, 41)
    customers = pa.table(
        {
            "customer_id": [str(i) for i in range(41)],
            "plan": ["basic"] * 41,
            "usage": usage,
            "noise": np.zeros(41),
        },
    )
    scores = probabilities(score(artefact, customers)).reshape(2, 41)
    truth = expit(-1 + 1.2 * usage + np.array([[0.8], [0.0]]))
    assert np.abs(scores - truth).mean() < 0.06


def test_a_customer_s_score_does_not_depend_on_who_else_is_scored(artefact, rows):
    alone = score(artefact, rows.slice(17, 1))
    together = score(artefact, rows)
    customer = alone.column("customer_id")[0].as_py()
    of_customer = [row for row in together.to_pylist() if row["customer_id"] == customer]
    assert alone.to_pylist() == of_customer


def test_an_unseen_category_is_scored_as_a_missing_one(artefact, rows):
    customer = rows.slice(0, 1)
    unseen, missing = (
        score(artefact, replaced(customer, "plan", pa.array([plan], pa.string())))
        for plan in ("platinum", None)
    )
    assert unseen.equals(missing)


def test_a_feature_that_is_gone_or_changed_its_type_stops_scoring(artefact, rows):
    with pytest.raises(ValueError, match="The feature 'usage' is missing"):
        score(artefact, rows.drop_columns("usage"))
    with pytest.raises(ValueError, match="'usage' is declared numeric"):
        score(artefact, replaced(rows, "usage", ["much"] * rows.num_rows))


def test_without_rows_there_is_no_model_and_without_a_model_no_score(rows):
    nothing = rows.slice(0, 0)
    predictions = predict_out_of_fold(TrainingSet(nothing, FEATURES, 3))
    assert predictions.equals(OUT_OF_FOLD_SCHEMA.empty_table())
    artefact = train(TrainingSet(nothing, FEATURES, 3), predictions)
    assert artefact.equals(ARTEFACT_SCHEMA.empty_table())
    assert score(artefact, rows).equals(SCORE_SCHEMA.empty_table())


def test_without_customers_there_is_no_score(artefact, rows):
    assert score(artefact, rows.slice(0, 0)).equals(SCORE_SCHEMA.empty_table())


def test_an_action_with_few_rows_or_one_outcome_is_left_out(rows):
    fewest = MINIMUM_ROWS_PER_ACTION
    groups = {"rare": fewest - 1, "enough": fewest, "always": fewest, "never": fewest}
    action_ids = np.repeat(list(groups), list(groups.values())).astype(object)
    successes = np.arange(len(action_ids)) % 2 == 0
    successes[action_ids == "always"] = True
    successes[action_ids == "never"] = False
    assert learnable_actions(action_ids, successes) == ["enough"]
    some = rows.slice(0, len(action_ids))
    some = replaced(replaced(some, "action_id", action_ids.tolist()), "was_successful", successes)
    artefact = fitted(some)
    assert set(score(artefact, rows).column("action_id").to_pylist()) == {"enough"}


def test_constant_and_missing_features_are_no_obstacle(rows):
    count = rows.num_rows
    plain = replaced(rows, "usage", pa.nulls(count, pa.float64()))
    plain = replaced(replaced(plain, "noise", np.ones(count)), "plan", ["basic"] * count)
    scores = score(fitted(plain), plain)
    outcomes = rows.column("was_successful").to_numpy()
    for action in ("call", "email"):
        predicted = probabilities(scores)[scores.column("action_id").to_numpy() == action]
        observed = outcomes[rows.column("action_id").to_numpy() == action].mean()
        # Nothing but the action is left to tell customers apart.
        assert len(set(predicted)) == 1
        assert abs(predicted[0] - observed) < 0.04


def test_two_folds_are_enough(rows):
    two = rows.filter(pa.array(rows.column("fold").to_numpy() < 2))
    predictions = predict_out_of_fold(TrainingSet(two, FEATURES, 3))
    labels = predictions.column("was_successful").to_numpy()
    assert roc_auc_score(labels, probabilities(predictions)) > 0.65
    assert train(TrainingSet(two, FEATURES, 3), predictions).num_rows == 1


def test_customers_of_a_single_fold_give_no_model(rows):
    one = rows.filter(pa.array(rows.column("fold").to_numpy() == 0))
    assert predict_out_of_fold(TrainingSet(one, FEATURES, 3)).equals(
        OUT_OF_FOLD_SCHEMA.empty_table()
    )
    assert fitted(one).equals(ARTEFACT_SCHEMA.empty_table())


def test_calibration_finds_the_curve_the_outcomes_were_drawn_from():
    rng = np.random.default_rng(8)
    margins = rng.normal(size=200_000)
    labels = (rng.random(200_000) < expit(0.5 * margins - 1)).astype(float)
    assert fit_platt(margins, labels) == pytest.approx((0.5, -1), abs=0.02)


@pytest.mark.parametrize("labels", [[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
def test_calibration_leaves_margins_alone_when_there_is_nothing_to_fit(labels):
    assert fit_platt(np.array([0.1, 0.2, 0.3]), np.array(labels)) == (1.0, 0.0)


def test_calibration_stays_finite_when_margins_separate_the_outcomes():
    slope, intercept = fit_platt(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite([slope, intercept]).all()
    assert slope > 0


def test_log_loss_is_the_one_of_scikit_learn():
    labels, predicted = np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.1, 0.7, 0.4, 0.8])
    assert log_loss(labels, predicted) == pytest.approx(reference_log_loss(labels, predicted))
    assert np.isfinite(log_loss(labels, labels[::-1] * 0))
