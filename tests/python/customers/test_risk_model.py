import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from python_ml.customers.risk_model import train
from python_ml.customers.risk_out_of_fold import OUT_OF_FOLD_SCHEMA, predict_out_of_fold
from python_ml.customers.risk_rows import MINIMUM_ROWS, MINIMUM_ROWS_PER_CLASS
from python_ml.customers.risk_scores import SCORE_SCHEMA, score
from python_ml.customers.risk_weights import MINIMUM_PROPENSITY, weights_of_left_alone
from python_ml.warehouse.artefacts import SCHEMA as ARTEFACT_SCHEMA

FEATURES = [("plan", "categorical"), ("usage", "numeric")]
CONFOUNDERS = [*FEATURES, ("fear", "numeric")]
SEED = 7


def outcomes(count, *, treated_rate=0.0, goal="stay", reached=None, seed=1):
    """Past outcomes: usage keeps customers, fear drives them off and draws attention."""
    rng = np.random.default_rng(seed)
    usage, fear = rng.standard_normal((2, count))
    stays = expit(0.3 + 1.2 * usage - 1.0 * fear)
    return pa.table(
        {
            "training_row_id": [f"{goal}|{number:06d}" for number in range(count)],
            "goal": pa.array([goal] * count, pa.string()),
            "as_of_date": [dt.date(2026, 1, 5)] * count,
            "was_reached": rng.random(count) < stays if reached is None else reached,
            "was_treated": rng.random(count) < treated_rate * 2 * expit(2 * fear),
            "fold": pa.array(np.arange(count) % 5, pa.int32()),
            "plan": pa.array(np.array(["basic", "pro"])[rng.integers(0, 2, count)], pa.string()),
            "usage": usage,
            "fear": fear,
            "stays": stays,
        },
    )


def learnt(rows):
    out_of_fold = predict_out_of_fold(rows, FEATURES, CONFOUNDERS, seed=SEED)
    return train(rows, FEATURES, out_of_fold, seed=SEED), out_of_fold


def customers(count, seed=2):
    rows = outcomes(count, seed=seed)
    return rows.append_column("customer_id", rows.column("training_row_id"))


@pytest.fixture(scope="module")
def rows():
    return outcomes(4_000, treated_rate=0.5)


@pytest.fixture(scope="module")
def models(rows):
    return learnt(rows)


def test_it_finds_who_stays_and_how_likely(models):
    today = customers(3_000)
    scores = score(models[0], today)
    probabilities = scores.column("baseline_probability").to_numpy()
    assert roc_auc_score(today.column("was_reached").to_numpy(), probabilities) > 0.7
    truth = today.column("stays").to_numpy()
    order = np.argsort(probabilities)
    for part in np.array_split(order, 4):
        assert abs(probabilities[part].mean() - truth[part].mean()) < 0.1


def test_those_left_alone_stand_for_all(rows, models):
    """Those feared lost are treated: without weights the rest would promise too much."""
    alone = ~rows.column("was_treated").to_numpy()
    stays = rows.column("stays").to_numpy()
    weights = weights_of_left_alone(rows, CONFOUNDERS, seed=SEED)
    unweighted_error = stays[alone].mean() - stays.mean()
    weighted_error = np.average(stays[alone], weights=weights) - stays.mean()
    assert unweighted_error > 0.04
    assert abs(weighted_error) < unweighted_error / 3
    assert weights.mean() == pytest.approx(1, abs=1e-6)
    assert weights.max() / weights.min() <= 1 / MINIMUM_PROPENSITY
    assert models[1].num_rows == alone.sum()


def test_nobody_treated_weighs_all_alike():
    assert set(weights_of_left_alone(outcomes(300), CONFOUNDERS, seed=SEED)) == {1.0}


def test_the_order_of_rows_does_not_matter(rows):
    few = rows.slice(0, 600)
    shuffled = few.take(np.random.default_rng(3).permutation(few.num_rows))
    model, out_of_fold = learnt(few)
    other, other_out_of_fold = learnt(shuffled)
    assert other_out_of_fold == out_of_fold
    assert other.column("model_version") == model.column("model_version")


def test_goals_are_learnt_apart(rows):
    few = rows.slice(0, 600)
    other = outcomes(400, goal="buy", seed=9)
    both, _ = learnt(pa.concat_tables([few, other]))
    assert both.column("model_name").to_pylist() == ["risk_buy", "risk_stay"]
    alone, _ = learnt(few)
    assert both.column("model_version").to_pylist()[1:] == alone.column("model_version").to_pylist()


def test_an_outcome_that_came_about_by_an_action_is_not_learnt(rows):
    """Other outcomes of the treated change no prediction: only that they were treated counts."""
    few = rows.slice(0, 600)
    treated = few.column("was_treated").to_numpy()
    flipped = few.column("was_reached").to_numpy() ^ treated
    changed = few.set_column(
        few.column_names.index("was_reached"), "was_reached", pa.array(flipped)
    )
    assert treated.any()
    assert learnt(changed)[1] == learnt(few)[1]


@pytest.mark.parametrize(
    "rows",
    [
        outcomes(0),
        outcomes(1),
        outcomes(MINIMUM_ROWS - 1),
        outcomes(MINIMUM_ROWS, reached=np.arange(MINIMUM_ROWS) < MINIMUM_ROWS_PER_CLASS - 1),
        outcomes(MINIMUM_ROWS, reached=np.ones(MINIMUM_ROWS, dtype=bool)),
        outcomes(MINIMUM_ROWS + 50, treated_rate=1.0),
    ],
    ids=["none", "one", "few", "few of a class", "one class", "mostly treated"],
)
def test_too_little_to_learn_from_gives_no_model_and_no_error(rows):
    model, out_of_fold = learnt(rows)
    assert out_of_fold == OUT_OF_FOLD_SCHEMA.empty_table()
    assert model == ARTEFACT_SCHEMA.empty_table()
    assert score(model, customers(3)) == SCORE_SCHEMA.empty_table()


def test_without_features_or_customers_there_is_nothing_to_say(rows, models):
    assert predict_out_of_fold(rows, [], [], seed=SEED) == OUT_OF_FOLD_SCHEMA.empty_table()
    assert score(models[0], customers(5).slice(0, 0)) == SCORE_SCHEMA.empty_table()


number = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))


@settings(deadline=None, max_examples=15)
@given(
    people=st.lists(st.tuples(number, st.one_of(st.none(), st.text(max_size=5))), min_size=1),
)
def test_whatever_a_customer_is_like_a_probability_is_one(models, people):
    table = pa.table(
        {
            "customer_id": [f"C{row}" for row in range(len(people))],
            "usage": pa.array([usage for usage, _ in people], pa.float64()),
            "plan": pa.array([plan for _, plan in people], pa.string()),
        },
    )
    scores = score(models[0], table)
    probabilities = scores.column("baseline_probability").to_numpy()
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    reverse = score(models[0], table.take(np.arange(len(people))[::-1]))
    assert reverse.column("baseline_probability").to_pylist() == probabilities[::-1].tolist()
