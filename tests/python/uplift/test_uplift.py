import datetime as dt
import json
import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from python_ml.customers.feature_encoding import encode
from python_ml.customers.feature_phrases import FeatureWords
from python_ml.decisions import recommendation_drivers
from python_ml.learners import load_learner
from python_ml.uplift import (
    stored_models,
    training_set,
    uplift_model,
    uplift_nuisances,
    uplift_out_of_fold,
    uplift_scores,
)
from python_ml.uplift.training_set import TrainingSet
from python_ml.warehouse import artefacts

FEATURES = [("plan", "categorical"), ("usage", "numeric"), ("noise", "numeric")]
ACTIONS = ["call", "do_nothing", "email"]
EFFECTS = {"call": 0.3, "do_nothing": 0.0, "email": 0.0}
CHOSEN = pa.table(
    {
        "learner": ["t"],
        "policy_value_amount": [1.0],
        "policy_value_lower": [0.0],
        "policy_value_upper": [2.0],
        "unit_count": [10],
    },
)


def training_rows(count=1_500, seed=1):
    """The call helps whose usage is high, the e-mail those on plan pro; offers are rare."""
    rng = np.random.default_rng(seed)
    usage = rng.normal(size=count)
    plan = rng.choice(["basic", "pro"], size=count)
    action = rng.choice(ACTIONS, size=count)
    action[:20] = "offer"
    effect = np.where(action == "call", 0.3 * (usage > 0), 0)
    effect = np.where(action == "email", 0.3 * (plan == "pro"), effect)
    stays = rng.random(count) < 0.4 + effect
    return pa.table(
        {
            "unit_id": [f"unit {i:05d}" for i in range(count)],
            "experiment_id": ["pilot"] * count,
            "as_of_date": [dt.date(2026, 6, 1 + i % 3) for i in range(count)],
            "action_id": action.tolist(),
            "action_probability": np.where(action == "offer", 0.01, 0.33),
            "fold": pa.array(np.arange(count) % 5, pa.int32()),
            "plan": plan.tolist(),
            "usage": usage,
            "noise": rng.normal(size=count),
            "stays": stays.astype(float),
        },
    )


def outcomes_of(rows, winsorised=None, **goals):
    """What became of the units, by goal in the order given; by default whether they stay."""
    goals = goals or {"stay": rows["stays"], "grow": [0.0] * rows.num_rows}
    values = [value for own in goals.values() for value in as_list(own)]
    return pa.table(
        {
            "unit_id": pa.concat_arrays([rows["unit_id"].combine_chunks()] * len(goals)),
            "goal": [goal for goal in goals for _ in range(rows.num_rows)],
            "goal_order": np.repeat(np.arange(len(goals)), rows.num_rows),
            "outcome": values,
            "winsorised_outcome": values if winsorised is None else winsorised,
        },
        schema=pa.schema(
            {
                "unit_id": pa.string(),
                "goal": pa.string(),
                "goal_order": pa.int32(),
                "outcome": pa.float64(),
                "winsorised_outcome": pa.float64(),
            }
        ),
    )


def training_set_of(rows, features=FEATURES, **goals):
    return TrainingSet(rows.drop_columns("stays"), features, 3, outcomes_of(rows, **goals))


def as_list(values):
    return values.to_pylist() if isinstance(values, pa.ChunkedArray) else list(values)


def replaced(table, name, values):
    return table.set_column(table.column_names.index(name), name, pa.array(values))


@pytest.fixture(scope="module")
def rows():
    return training_rows()


@pytest.fixture(scope="module")
def model(rows):
    return uplift_model.train(training_set_of(rows), CHOSEN)


@pytest.fixture(scope="module")
def customers():
    rng = np.random.default_rng(9)
    return pa.table(
        {
            "customer_id": [f"customer {i}" for i in range(300)],
            "plan": rng.choice(["basic", "pro"], size=300).tolist(),
            "usage": rng.normal(size=300),
            "noise": rng.normal(size=300),
        },
    )


@pytest.fixture(scope="module")
def scores(model, customers):
    return uplift_scores.score(model, customers, confidence_level=0.95)


def of_action(scores, action, column="uplift"):
    return scores.filter(pc.equal(scores["action_id"], action))[column].to_numpy()


def test_nuisances_hold_what_was_done_and_scores_that_average_to_outcomes(rows):
    table = uplift_nuisances.estimate_nuisances(training_set_of(rows))
    assert table.schema == uplift_nuisances.NUISANCE_SCHEMA
    assert set(table["goal"].to_pylist()) == {"stay"}
    assert sorted(set(table["action_id"].to_pylist())) == ACTIONS
    assert table.num_rows == 3 * (rows.num_rows - 20)
    taken = table.filter(table["is_taken"])
    assert taken.num_rows == rows.num_rows - 20
    for action in ACTIONS:
        own = table.filter(pc.equal(table["action_id"], action))
        observed = taken.filter(pc.equal(taken["action_id"], action))["outcome"].to_numpy().mean()
        assert own["doubly_robust_score"].to_numpy().mean() == pytest.approx(observed, abs=0.03)


def test_the_order_of_rows_does_not_matter(rows):
    shuffled = rows.take(np.random.default_rng(2).permutation(rows.num_rows))
    learners = ["constant_effect", "r"]
    first = uplift_out_of_fold.predict_out_of_fold(training_set_of(rows), learners)
    assert first.schema == uplift_out_of_fold.OUT_OF_FOLD_SCHEMA
    assert uplift_out_of_fold.predict_out_of_fold(training_set_of(shuffled), learners).equals(first)
    assert uplift_nuisances.estimate_nuisances(training_set_of(shuffled)).equals(
        uplift_nuisances.estimate_nuisances(training_set_of(rows))
    )


def test_probabilities_that_are_the_same_for_all_are_known_others_are_not():
    experiment = np.array(["a", "a", "b", "b"])
    action = np.array([0, 1, 0, 1])
    known = training_set.known_propensity(experiment, action, np.array([0.3, 0.7, 0.5, 0.5]))
    np.testing.assert_allclose(known, [[0.3, 0.7], [0.3, 0.7], [0.5, 0.5], [0.5, 0.5]])
    for logged in ([0.3, 0.6, 0.5, 0.5], [0.3, 0.7, np.nan, 0.5]):
        assert training_set.known_propensity(experiment, action, np.array(logged)) is None
    varying = np.array([0.3, 0.7, 0.4, 0.6])
    assert training_set.known_propensity(np.repeat("a", 4), action, varying) is None


def test_scores_find_who_is_moved_by_what(scores, customers):
    assert scores.schema == uplift_scores.SCORE_SCHEMA
    assert scores.num_rows == 2 * 300
    usage = customers["usage"].to_numpy()
    is_pro = np.array(customers["plan"].to_pylist()) == "pro"
    assert of_action(scores, "call")[usage > 0].mean() > 0.15
    assert abs(of_action(scores, "call")[usage < 0].mean()) < 0.1
    assert (
        of_action(scores, "email")[is_pro].mean() > of_action(scores, "email")[~is_pro].mean() + 0.1
    )
    baseline = of_action(scores, "call", "baseline_probability")
    assert baseline.mean() == pytest.approx(0.4, abs=0.06)


def test_intervals_surround_the_uplift_and_widen_with_the_level(model, customers, scores):
    narrow = uplift_scores.score(model, customers, confidence_level=0.5)
    for action in ("call", "email"):
        lower, middle, upper = (
            of_action(scores, action, name) for name in ("uplift_lower", "uplift", "uplift_upper")
        )
        assert ((lower < middle) & (middle < upper)).all()
        assert (of_action(narrow, action, "uplift_lower") > lower).all()


def test_intervals_hold_the_effects_they_can_know_of(scores, customers):
    truth = 0.3 * (customers["usage"].to_numpy() > 0)
    lower, upper = (of_action(scores, "call", f"uplift_{end}") for end in ("lower", "upper"))
    assert np.mean((lower <= truth) & (truth <= upper)) > 0.7


@pytest.mark.parametrize("goals", [(), ("other",)])
def test_nuisances_that_are_there_are_not_estimated_again(rows, monkeypatch, goals):
    own = training_set_of(rows, **dict.fromkeys(goals, rows["stays"]))
    nuisances = uplift_nuisances.estimate_nuisances(own)
    learners = ["r_ridge", "x_forest"]
    expected = (
        uplift_model.train(own, CHOSEN),
        uplift_out_of_fold.predict_out_of_fold(own, learners),
    )
    monkeypatch.setattr(training_set, "cross_fitted_outcome_means", None)
    monkeypatch.setattr(training_set, "known_propensity", None)
    known = replace(own, nuisances=nuisances)
    assert uplift_model.train(known, CHOSEN).equals(expected[0])
    assert uplift_out_of_fold.predict_out_of_fold(known, learners).equals(expected[1])


def test_a_goal_without_nuisances_is_not_learnt_and_one_that_lacks_units_is_an_error(rows):
    own = training_set_of(rows)
    nuisances = uplift_nuisances.estimate_nuisances(own)
    none = replace(own, nuisances=nuisances.slice(0, 0))
    assert uplift_model.train(none, CHOSEN).num_rows == 0
    few = replace(own, nuisances=nuisances.slice(5))
    with pytest.raises(ValueError, match="5 units have no nuisances for the goal stay and the act"):
        uplift_model.train(few, CHOSEN)


def test_an_artefact_says_where_it_comes_from_and_holds_its_learner(model, customers, scores):
    assert model.schema == artefacts.SCHEMA
    (row,) = model.to_pylist()
    assert row["model_name"] == "uplift_stay"
    assert (row["trained_from"], row["trained_to"]) == (dt.date(2026, 6, 1), dt.date(2026, 6, 3))
    assert row["training_row_count"] == 1_480
    assert json.loads(row["features"]) == ["plan=basic", "plan=pro", "usage", "noise"]
    assert json.loads(row["metrics"])["policy_value_upper"] == 2.0
    specification = json.loads(row["specification"])
    assert specification["actions"] == ["do_nothing", "call", "email"]
    learner = load_learner(stored_models._unpacked(row["booster"])["learner"][0])
    expected = learner.predict(encode(customers, specification["encoding"]))
    np.testing.assert_allclose(of_action(scores, "call"), expected[:, 0], atol=1e-6)


def test_the_same_data_give_the_same_artefact_and_other_data_another_version(rows, model):
    assert uplift_model.train(training_set_of(rows), CHOSEN).equals(model)
    turned = replaced(rows, "stays", 1 - rows["stays"].to_numpy())
    other = uplift_model.train(training_set_of(turned), CHOSEN)
    assert other["model_version"] != model["model_version"]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda table: table.drop_columns(["usage"]), "The feature 'usage' is missing"),
        (
            lambda table: replaced(table, "usage", ["much"] * table.num_rows),
            "'usage' is declared numeric, but its column is of type string",
        ),
    ],
)
def test_a_feature_that_is_missing_or_of_another_type_at_scoring_is_named(
    model, customers, spoil, sentence
):
    for use in (
        lambda table: uplift_scores.score(model, table, confidence_level=0.9),
        lambda table: recommendation_drivers.explain(model, table, chosen_for(customers), {}),
    ):
        with pytest.raises(ValueError, match=sentence):
            use(spoil(customers))


def test_a_category_not_seen_in_training_falls_back_on_other_features(model, customers):
    new = replaced(customers, "plan", ["platinum"] * 300)
    missing = replaced(customers, "plan", pa.array([None] * 300, pa.string()))
    scored = uplift_scores.score(model, new, confidence_level=0.9)
    assert scored.equals(uplift_scores.score(model, missing, confidence_level=0.9))
    assert np.isfinite(scored["uplift"].to_numpy()).all()


def chosen_for(customers):
    ids = customers["customer_id"].to_pylist()[:20]
    return pa.table(
        {"customer_id": ids, "action_id": ["call"] * 20, "goal": ["stay"] * 20},
    )


WORDS = {"usage": FeatureWords("usage", phrase="usage of {value} hours")}


def test_drivers_are_the_largest_contributions_to_the_uplift(model, customers):
    drivers = recommendation_drivers.explain(
        model, customers, chosen_for(customers), WORDS, driver_count=3
    )
    assert drivers.schema == recommendation_drivers.DRIVER_SCHEMA
    (row,) = model.to_pylist()
    specification = json.loads(row["specification"])
    learner = load_learner(stored_models._unpacked(row["booster"])["learner"][0])
    shares = learner.contributions(encode(customers, specification["encoding"]), 1)
    for driver in drivers.to_pylist():
        unit = customers["customer_id"].to_pylist().index(driver["customer_id"])
        columns = {"plan": [0, 1], "usage": [2], "noise": [3]}[driver["feature_name"]]
        expected = shares[unit, columns].sum()
        assert driver["contribution"] == pytest.approx(expected, abs=1e-6)
    first = drivers.filter(pc.equal(drivers["driver_rank"], 1))["feature_name"].to_pylist()
    assert first.count("usage") > 15
    phrases = {driver["feature_name"]: driver["driver_phrase"] for driver in drivers.to_pylist()}
    assert re.fullmatch(r"usage of -?[\d.]+ hours", phrases["usage"])
    sizes = {}
    for driver in drivers.to_pylist():
        sizes.setdefault(driver["customer_id"], []).append(abs(driver["contribution"]))
    assert all(size == sorted(size, reverse=True) for size in sizes.values())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.slice(0, 0),
        lambda rows: rows.slice(0, 60),
        lambda rows: rows.filter(pc.not_equal(rows["action_id"], "do_nothing")),
        lambda rows: rows.filter(pc.equal(rows["action_id"], "do_nothing")),
        lambda rows: replaced(rows, "stays", [1.0] * rows.num_rows),
        lambda rows: replaced(rows, "stays", pa.nulls(rows.num_rows, pa.float64())),
        lambda rows: replaced(rows, "fold", pa.array([0] * rows.num_rows, pa.int32())),
        lambda rows: replaced(rows, "action_probability", [1.0] * rows.num_rows),
    ],
    ids=[
        *("no rows", "few rows", "no control", "only control", "constant", "unseen", "one fold"),
        "certain",
    ],
)
def test_what_cannot_be_learnt_gives_no_rows_and_no_crash(rows, spoil):
    spoiled = spoil(rows)
    assert uplift_nuisances.estimate_nuisances(training_set_of(spoiled)).num_rows == 0
    assert uplift_out_of_fold.predict_out_of_fold(training_set_of(spoiled), ["r"]).num_rows == 0
    assert uplift_model.train(training_set_of(spoiled), CHOSEN).num_rows == 0


def test_a_goal_that_a_fold_lacks_an_action_for_is_left_out_with_the_reason(rows, caplog):
    actions = rows["action_id"].to_numpy(zero_copy_only=False)
    fold = np.where(actions == "call", 0, 1 + np.arange(rows.num_rows) % 4).astype(np.int32)
    spoiled = replaced(rows, "fold", fold)
    assert uplift_nuisances.estimate_nuisances(training_set_of(spoiled)).num_rows == 0
    assert "The uplift on stay is not learnt. Without fold 0 no unit has action 1" in caplog.text


def test_probabilities_that_were_not_logged_are_estimated(rows):
    unlogged = replaced(rows, "action_probability", pa.nulls(rows.num_rows, pa.float64()))
    table = uplift_nuisances.estimate_nuisances(training_set_of(unlogged))
    assert table.num_rows == 3 * (rows.num_rows - 20)
    assert set(table["weight"].to_pylist()) == {1.0}


def test_features_without_any_value_give_no_rows(rows):
    empty = replaced(rows, "usage", pa.nulls(rows.num_rows, pa.float64()))
    spoiled = training_set_of(empty, [("usage", "numeric")])
    assert uplift_nuisances.estimate_nuisances(spoiled).num_rows == 0


def test_goals_are_learnt_in_their_order_and_only_from_units_whose_outcome_is_known(rows):
    known = [value if place % 2 else None for place, value in enumerate(as_list(rows["stays"]))]
    units = training_set_of(rows, visit=known, buy=rows["stays"])
    learnt = [(goal, table.num_rows) for goal, table, *_ in training_set.trials(units)]
    assert learnt == [("visit", (rows.num_rows - 20) // 2), ("buy", rows.num_rows - 20)]


def test_revenue_is_learnt_as_it_is_and_its_baseline_is_no_probability(rows, customers):
    spend = 40 * rows["stays"].to_numpy()
    models = uplift_model.train(training_set_of(rows, stay=rows["stays"], spend=spend), CHOSEN)
    scored = uplift_scores.score(models, customers, confidence_level=0.9)
    stay, spent = (
        scored.filter(pc.equal(scored["goal"], goal)).sort_by(
            [("action_id", "ascending"), ("customer_id", "ascending")]
        )
        for goal in ("stay", "spend")
    )
    assert stay["baseline_probability"].equals(stay["baseline_mean"])
    assert spent["baseline_probability"].null_count == spent.num_rows == stay.num_rows
    for column in ("uplift", "baseline_mean"):
        own, other = (table[column].to_numpy() for table in (spent, stay))
        assert np.corrcoef(own, other)[0, 1] > 0.99
        assert own.mean() == pytest.approx(40 * other.mean(), rel=0.05)
    assert min(as_list(spent["baseline_mean"])) >= 0
    assert max(as_list(spent["baseline_mean"])) > 1


def test_learners_see_winsorised_outcomes_and_are_judged_by_outcomes_as_they_were(rows):
    spend = 40 * rows["stays"].to_numpy()
    outlying = np.where(np.arange(rows.num_rows) == 700, 1e6, spend)
    cut = training_set_of(rows, spend=outlying, winsorised=spend)
    calm = training_set_of(rows, spend=spend)
    learners = ["constant_effect", "dr"]
    assert uplift_out_of_fold.predict_out_of_fold(cut, learners).equals(
        uplift_out_of_fold.predict_out_of_fold(calm, learners)
    )
    model, expected = (uplift_model.train(each, CHOSEN)["booster"] for each in (cut, calm))
    assert model == expected
    judged, usual = (uplift_nuisances.estimate_nuisances(each) for each in (cut, calm))
    assert judged["outcome_mean"].equals(usual["outcome_mean"])
    assert judged["outcome"].to_numpy().max() == 1e6
    changed = judged["doubly_robust_score"].to_numpy() != usual["doubly_robust_score"].to_numpy()
    assert judged.filter(changed)["unit_id"].to_pylist() == ["unit 00700"]
    (score,) = judged.filter(changed)["doubly_robust_score"].to_pylist()
    assert score > 1e6


def test_without_a_winner_nothing_is_trained_and_without_a_model_nothing_scored(rows, customers):
    nothing = uplift_model.train(training_set_of(rows), CHOSEN.slice(0, 0))
    assert nothing.num_rows == 0
    assert uplift_scores.score(nothing, customers, confidence_level=0.9).num_rows == 0
    assert (
        recommendation_drivers.explain(nothing, customers, chosen_for(customers), {}).num_rows == 0
    )


def test_no_customers_give_no_scores(model, customers):
    assert uplift_scores.score(model, customers.slice(0, 0), confidence_level=0.9).num_rows == 0


def test_an_unknown_learner_is_refused_before_any_work(rows):
    with pytest.raises(ValueError, match="There is no learner 'z'"):
        uplift_out_of_fold.predict_out_of_fold(training_set_of(rows), ["r", "z"])


def test_twenty_treated_units_teach_nothing_and_break_nothing():
    rows = training_rows(200)
    few = replaced(rows, "action_id", ["call"] * 20 + ["do_nothing"] * 180)
    trial = training_set_of(few)
    assert uplift_nuisances.estimate_nuisances(trial).num_rows == 0
    assert uplift_out_of_fold.predict_out_of_fold(trial, ["x_forest", "r_ridge"]).num_rows == 0
    assert uplift_model.train(trial, CHOSEN).num_rows == 0


@pytest.mark.parametrize("learner", ["x_forest", "r_forest", "r_ridge", "x"])
def test_two_hundred_units_give_no_more_than_they_know(learner, customers):
    chosen = replaced(CHOSEN, "learner", [learner])
    shares = []
    # What chance gives those called is an error of all customers at once: one sample tells little.
    for seed in (1, 2, 3):
        rows = training_rows(200, seed)
        few = replaced(rows, "action_id", ["call"] * 60 + ["do_nothing"] * 140)
        few = replaced(few, "action_probability", [0.3] * 60 + [0.7] * 140)
        model = uplift_model.train(training_set_of(few, stay=rows["stays"]), chosen)
        scores = uplift_scores.score(model, customers, confidence_level=0.95).to_pandas()
        assert np.isfinite(scores[["uplift", "uplift_lower", "uplift_upper"]].to_numpy()).all()
        # The calls of these samples came by lot, with no effect of their own.
        assert scores["uplift"].abs().mean() < 0.25
        shares.append(((scores["uplift_lower"] < 0) & (scores["uplift_upper"] > 0)).mean())
    assert np.mean(shares) > 0.8
