import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml import evaluation

VECTORS = Path(os.environ.get("NBA_VECTORS_DIR", Path(__file__).parents[1] / "vectors"))
REFERENCE = json.loads((VECTORS / "uplift_metrics.json").read_text())
EXACT = {"rel": 1e-9, "abs": 1e-9}
SCORES = {
    "uplift_auc": evaluation.uplift_auc,
    "qini_auc": evaluation.qini_auc,
    "uplift_at_k": evaluation.uplift_at_k,
    "causalml_auuc": evaluation.causalml_auuc,
    "causalml_qini": evaluation.causalml_qini,
}


def arrays(case):
    return tuple(np.array(case[name]) for name in ("outcome", "uplift", "treatment"))


@pytest.fixture(params=REFERENCE["binary"], ids=lambda case: f"{len(case['outcome'])} units")
def case(request):
    return request.param


def test_scikit_uplift_s_scores_are_met(case):
    data, expected = arrays(case), case["expected"]["scikit_uplift_0_5_1"]
    assert evaluation.uplift_auc(*data) == pytest.approx(expected["uplift_auc_score"], **EXACT)
    assert evaluation.qini_auc(*data) == pytest.approx(expected["qini_auc_score"], **EXACT)
    for strategy in ("overall", "by_group"):
        actual = evaluation.uplift_at_k(*data, k=0.3, strategy=strategy)
        assert actual == pytest.approx(expected[f"uplift_at_30pct_{strategy}"], **EXACT)


def test_scikit_uplift_s_curve_is_met(case):
    expected = case["expected"]["scikit_uplift_0_5_1"]
    curve = np.transpose(evaluation.qini_curve(*arrays(case)))
    np.testing.assert_allclose(curve[:6], expected["qini_curve_first_points"], rtol=1e-9)
    np.testing.assert_allclose(curve[-1], expected["qini_curve_last_point"], rtol=1e-9)


@pytest.mark.parametrize("normalize", [True, False])
def test_causalml_s_scores_are_met(case, normalize):
    data, expected = arrays(case), case["expected"]["causalml_0_18_0"]
    suffix = "normalized" if normalize else "unnormalized"
    auuc = evaluation.causalml_auuc(*data, normalize=normalize)
    qini = evaluation.causalml_qini(*data, normalize=normalize)
    assert auuc == pytest.approx(expected[f"auuc_{suffix}"]["m"], **EXACT)
    assert qini == pytest.approx(expected[f"qini_{suffix}"]["m"], **EXACT)


def test_maq_s_path_is_met():
    (case,) = REFERENCE["multi_arm"]
    uplift, cost, action, outcome = (
        np.array(case[name]) for name in ("tau", "cost", "action", "outcome")
    )
    scores = np.stack([(action == a) - 1.0 * (action == 0) for a in (1, 2, 3)], axis=1)
    scores *= 4 * outcome[:, None]
    expected = case["expected"]
    for score, name in ((uplift, "planned"), (scores, "ipw")):
        spend, gain = evaluation.cost_curve(uplift, cost, score)
        actual = np.interp(expected["spend_per_unit"], spend, gain)
        np.testing.assert_allclose(actual, expected[f"{name}_gain_per_unit"], rtol=0, atol=1e-9)


@st.composite
def trials(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    count = draw(st.integers(20, 120))
    rng = np.random.default_rng(seed)
    treatment = rng.permutation(np.arange(count) % 2).astype(float)
    outcome = (rng.random(count) < 0.5).astype(float)
    # Each group has both outcomes.
    for group in (0, 1):
        outcome[np.flatnonzero(treatment == group)[:2]] = (0, 1)
    uplift = rng.integers(0, draw(st.integers(2, 60)), count) / 8
    return outcome, uplift, treatment, seed


@pytest.mark.parametrize("name", SCORES)
@given(trial=trials())
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_does_not_matter_with_ties_either(name, trial):
    outcome, uplift, treatment, seed = trial
    order = np.random.default_rng(seed).permutation(len(outcome))
    arguments = {"k": 0.8} if name == "uplift_at_k" else {}
    try:
        score = SCORES[name](outcome, uplift, treatment, **arguments)
    except ValueError as error:
        with pytest.raises(ValueError, match=str(error)[:20]):
            SCORES[name](outcome[order], uplift[order], treatment[order], **arguments)
    else:
        again = SCORES[name](outcome[order], uplift[order], treatment[order], **arguments)
        assert again == pytest.approx(score, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["uplift_auc", "qini_auc"])
@given(trial=trials())
@settings(max_examples=25, deadline=None)
def test_only_the_ranking_counts(name, trial):
    outcome, uplift, treatment, _ = trial
    score = SCORES[name](outcome, uplift, treatment)
    assert SCORES[name](outcome, np.exp(uplift) - 3, treatment) == pytest.approx(score, abs=1e-12)


@given(trial=trials())
@settings(max_examples=25, deadline=None)
def test_no_ranking_has_a_larger_qini_area_than_the_perfect_one(trial):
    outcome, uplift, treatment, _ = trial
    perfect = outcome * (2 * treatment - 1)
    assert evaluation.qini_auc(outcome, perfect, treatment) == pytest.approx(1)
    assert evaluation.qini_auc(outcome, uplift, treatment) <= 1 + 1e-9


@given(trial=trials())
@settings(max_examples=25, deadline=None)
def test_a_weight_counts_as_that_many_copies(trial):
    outcome, uplift, treatment, seed = trial
    copies = np.random.default_rng(seed).integers(1, 4, len(outcome))
    repeated = [np.repeat(array, copies) for array in (outcome, uplift, treatment)]
    for score in (evaluation.qini_auc, evaluation.uplift_auc):
        weighted = score(outcome, uplift, treatment, copies)
        assert weighted == pytest.approx(score(*repeated), rel=1e-9, abs=1e-9)


def test_equal_scores_for_all_are_no_better_than_chance():
    outcome, treatment = np.array([0, 1, 0, 1, 1, 0, 1, 0]), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    assert evaluation.qini_auc(outcome, np.zeros(8), treatment) == pytest.approx(0)


def test_the_bootstrap_s_error_is_that_of_new_samples():
    rng = np.random.default_rng(4)

    def draw(count=2_000):
        x = rng.normal(size=count)
        treatment = rng.permutation(np.arange(count) % 2)
        outcome = (rng.random(count) < 0.4 + 0.1 * treatment * x.clip(-2, 2)).astype(float)
        return outcome, x, treatment

    spread = np.std([evaluation.qini_auc(*draw()) for _ in range(200)])
    error, _ = evaluation.bootstrap_standard_errors(*draw(), repetitions=200)
    assert error == pytest.approx(spread, rel=0.25)


def test_the_cost_curve_starts_at_nothing_and_its_returns_fall():
    rng = np.random.default_rng(3)
    uplift, cost = rng.normal(size=(50, 3)), rng.uniform(0.5, 2, (50, 3))
    spend, gain = evaluation.cost_curve(uplift, cost, uplift)
    returns = np.diff(gain) / np.diff(spend)
    assert (spend[0], gain[0]) == (0, 0)
    assert (np.diff(returns) < 1e-9).all()
    assert (np.diff(spend) > 0).all()


def test_no_helpful_action_gives_an_empty_path():
    spend, gain = evaluation.cost_curve([[-1.0]], [[1.0]], [[-1.0]])
    assert (spend.tolist(), gain.tolist()) == ([0.0], [0.0])


GOOD = (np.array([0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.4]), np.array([0, 0, 1, 1]))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({0: [0, 1]}, "differ in length"),
        ({0: [], 1: [], 2: []}, "no units"),
        ({1: [0.1, np.nan, 0.3, 0.4]}, "missing or infinite"),
        ({2: [0, 2, 1, 1]}, "must be 1 for treated"),
        ({2: [1, 1, 1, 1]}, "All units are treated"),
        ({2: [0, 0, 0, 0]}, "All units are control"),
        ({0: [0, 2, 0, 1]}, "outcomes 0 and 1 only"),
        ({0: [0, 0, 0, 0]}, "Every ranking has the same area"),
    ],
)
def test_bad_input_is_refused_with_what_to_change(change, sentence):
    data = [change.get(position, array) for position, array in enumerate(GOOD)]
    with pytest.raises(ValueError, match=sentence):
        evaluation.qini_auc(*data)


def test_weights_must_be_above_0():
    with pytest.raises(ValueError, match="not above 0"):
        evaluation.qini_auc(*GOOD, weight=[1, 1, 0, 1])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"k": 0}, "k is 0"),
        ({"k": 1.5}, "k is 1.5"),
        ({"strategy": "both"}, "Choose overall or by_group"),
        ({"k": 0.25}, "one group is missing"),
        ({"k": 0.25, "strategy": "by_group"}, "no units at all"),
    ],
)
def test_a_wrong_cut_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        evaluation.uplift_at_k(*GOOD, **arguments)


@pytest.mark.parametrize(
    ("uplift", "cost", "sentence"),
    [([[1.0, 2.0]], [[1.0]], "have shapes"), ([[1.0]], [[0.0]], "not above 0")],
)
def test_a_wrong_cost_curve_is_refused(uplift, cost, sentence):
    with pytest.raises(ValueError, match=sentence):
        evaluation.cost_curve(uplift, cost, uplift)
