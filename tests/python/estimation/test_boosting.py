import numpy as np
import pytest
import xgboost as xgb

from python_ml.estimation import boosting
from python_ml.estimation.boosting import (
    VALIDATION_STEP,
    QuantisedMatrix,
    contributions,
    in_parallel,
    predict_margin,
    train,
)


@pytest.fixture(scope="module")
def sample():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(2_000, 4)).astype(np.float32)
    y = (rng.random(2_000) < 1 / (1 + np.exp(-1.5 * X[:, 0]))).astype(float)
    return X, y


def grow(sample, rows=None, **settings):
    X, y = sample
    rows = np.arange(len(X)) if rows is None else rows
    return train(QuantisedMatrix(X), rows, y, seed=1, loss="logistic", **settings)


def test_margins_follow_the_signal(sample):
    booster = grow(sample, rounds=60).booster
    assert np.corrcoef(predict_margin(booster, sample[0]), sample[0][:, 0])[0, 1] > 0.9


def test_the_seed_alone_decides_what_is_drawn(sample):
    X, y = sample
    first, again, other = (
        train(QuantisedMatrix(X), np.arange(len(X)), y, seed=seed, rounds=10).booster
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_a_booster_is_stored_as_ubjson_that_xgboost_reads(sample):
    stored = grow(sample, rounds=10).booster
    read = xgb.Booster()
    read.load_model(bytearray(stored))
    assert stored[:1] == b"{"
    assert read.num_boosted_rounds() == 10
    expected = read.predict(xgb.DMatrix(sample[0]), output_margin=True)
    np.testing.assert_allclose(predict_margin(stored, sample[0]), expected, rtol=1e-6)


def test_training_stops_when_other_units_gain_nothing_more(sample):
    X, y = sample
    rows, others = np.arange(1_000), np.arange(1_000, 2_000)
    noise = np.append(y[rows], np.random.default_rng(6).permutation(y[others]))
    stopped = grow((X, noise), rows, validation_rows=others)
    read = xgb.Booster()
    read.load_model(bytearray(stopped.booster))
    assert stopped.rounds == read.num_boosted_rounds() < 20
    assert stopped.rounds == VALIDATION_STEP * (1 + np.argmin(stopped.validation_losses))
    assert grow(sample, rows, validation_rows=others).rounds > stopped.rounds


def test_bins_of_all_rows_train_as_well_as_bins_of_the_rows_used(sample):
    X, y = sample
    rows = np.arange(0, 2_000, 2)
    shared = predict_margin(grow(sample, rows, rounds=40).booster, X)
    own = predict_margin(grow((X[rows], y[rows]), rounds=40).booster, X)
    assert np.corrcoef(shared, own)[0, 1] > 0.97


def test_weights_count_as_copies(sample):
    X, y = sample
    copies = np.where(np.arange(2_000) < 500, 2, 1)
    everything = {"subsample": 1, "colsample_bytree": 1}
    weighted = train(
        QuantisedMatrix(X), np.arange(2_000), y, copies, seed=1, rounds=5, parameters=everything
    )
    matrix = QuantisedMatrix(X)
    rows = np.repeat(np.arange(2_000), copies)
    repeated = train(matrix, rows, y, seed=1, rounds=5, parameters=everything)
    expected = predict_margin(repeated.booster, X)
    np.testing.assert_allclose(predict_margin(weighted.booster, X), expected, rtol=1e-4)


def test_contributions_add_up_to_the_prediction(sample):
    booster = grow(sample, rounds=30).booster
    shares = contributions(booster, sample[0])
    assert shares.shape == (2_000, 5)
    margin = predict_margin(booster, sample[0])
    np.testing.assert_allclose(shares.sum(axis=1), margin, rtol=1e-4, atol=1e-5)
    assert np.abs(shares[:, 0]).mean() > 5 * np.abs(shares[:, 1:4]).mean()


def test_jobs_side_by_side_give_what_they_give_one_by_one(sample):
    matrix = QuantisedMatrix(sample[0])

    def job(seed):
        return train(matrix, np.arange(2_000), sample[1], seed=seed, rounds=10).booster

    jobs = [lambda seed=seed: job(seed) for seed in range(6)]
    assert in_parallel(jobs, "jobs") == [job(seed) for seed in range(6)]


def test_predictions_depend_neither_on_the_batch_nor_on_the_threads(sample, monkeypatch):
    X, _ = sample
    booster = grow(sample, rounds=30).booster
    together = predict_margin(booster, X)
    monkeypatch.setattr(boosting, "ROWS_WORTH_THREADS", 100)
    np.testing.assert_array_equal(predict_margin(booster, X), together)
    pieces = [predict_margin(booster, piece) for piece in np.array_split(X, 7)]
    np.testing.assert_array_equal(np.concatenate(pieces), together)


def test_missing_values_are_predicted(sample):
    X, y = sample
    holes = np.where(np.random.default_rng(7).random(X.shape) < 0.3, np.nan, X)
    booster = grow((holes, y), rounds=10).booster
    assert np.isfinite(predict_margin(booster, np.full((3, 4), np.nan, dtype=np.float32))).all()


def test_no_rows_give_no_margins(sample):
    booster = grow(sample, rounds=2).booster
    assert predict_margin(booster, sample[0][:0]).shape == (0,)
    assert contributions(booster, sample[0][:0]).shape == (0, 5)


def test_a_matrix_of_another_width_is_refused(sample):
    booster = grow(sample, rounds=2).booster
    for use in (predict_margin, contributions):
        with pytest.raises(ValueError, match="has 3 columns, the booster was trained on 4"):
            use(booster, sample[0][:, :3])


@pytest.mark.parametrize(
    ("X", "sentence"),
    [
        (np.empty((0, 3)), "at least one feature column"),
        (np.empty((3, 0)), "at least one feature column"),
        (np.empty(3), "Pass a matrix"),
        (np.array([[np.inf]]), "infinite values"),
    ],
)
def test_a_matrix_that_cannot_be_binned_is_refused(X, sentence):
    with pytest.raises(ValueError, match=sentence):
        QuantisedMatrix(X)
