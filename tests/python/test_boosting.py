import numpy as np
import pytest
import xgboost as xgb

from python_ml import boosting
from python_ml.boosting import predict_margin, train_classifier


@pytest.fixture(scope="module")
def sample():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(2_000, 4)).astype(np.float32)
    y = (rng.random(2_000) < 1 / (1 + np.exp(-1.5 * X[:, 0]))).astype(float)
    return X, y


def test_margins_follow_the_signal(sample):
    X, y = sample
    booster, _ = train_classifier(X, y, seed=1, rounds=60)
    assert np.corrcoef(predict_margin(booster, X), X[:, 0])[0, 1] > 0.9


def test_the_seed_alone_decides_what_is_drawn(sample):
    X, y = sample
    first, _ = train_classifier(X, y, seed=1, rounds=10)
    assert train_classifier(X, y, seed=1, rounds=10)[0] == first
    assert train_classifier(X, y, seed=2, rounds=10)[0] != first


def test_a_booster_is_stored_as_ubjson_that_xgboost_reads(sample):
    X, y = sample
    stored, _ = train_classifier(X, y, seed=1, rounds=10)
    read = xgb.Booster()
    read.load_model(bytearray(stored))
    assert stored[:1] == b"{"
    assert read.num_boosted_rounds() == 10
    expected = read.predict(xgb.DMatrix(X), output_margin=True)
    np.testing.assert_allclose(predict_margin(stored, X), expected, rtol=1e-6)


def test_training_stops_when_other_units_gain_nothing_more(sample):
    X, y = sample
    noise = np.random.default_rng(6).permutation(y)
    booster, count = train_classifier(
        X[:1_000], y[:1_000], seed=1, validation=(X[1_000:], noise[1_000:])
    )
    read = xgb.Booster()
    read.load_model(bytearray(booster))
    assert count == read.num_boosted_rounds() < 20
    _, longer = train_classifier(X[:1_000], y[:1_000], seed=1, validation=(X[1_000:], y[1_000:]))
    assert longer > count


def test_predictions_depend_neither_on_the_batch_nor_on_the_threads(sample, monkeypatch):
    X, y = sample
    booster, _ = train_classifier(X, y, seed=1, rounds=30)
    together = predict_margin(booster, X)
    monkeypatch.setattr(boosting, "ROWS_WORTH_THREADS", 100)
    np.testing.assert_array_equal(predict_margin(booster, X), together)
    pieces = [predict_margin(booster, piece) for piece in np.array_split(X, 7)]
    np.testing.assert_array_equal(np.concatenate(pieces), together)


def test_missing_values_are_predicted(sample):
    X, y = sample
    holes = np.where(np.random.default_rng(7).random(X.shape) < 0.3, np.nan, X)
    booster, _ = train_classifier(holes, y, seed=1, rounds=10)
    assert np.isfinite(predict_margin(booster, np.full((3, 4), np.nan, dtype=np.float32))).all()


def test_no_rows_give_no_margins(sample):
    X, y = sample
    booster, _ = train_classifier(X, y, seed=1, rounds=2)
    assert predict_margin(booster, X[:0]).shape == (0,)


def test_a_matrix_of_another_width_is_refused(sample):
    X, y = sample
    booster, _ = train_classifier(X, y, seed=1, rounds=2)
    with pytest.raises(ValueError, match="has 3 columns, the booster was trained on 4"):
        predict_margin(booster, X[:, :3])
