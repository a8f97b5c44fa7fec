import pytest

from python_ml.learners.base import Term
from python_ml.learners.x_forest import partly_pooled

OWN = [Term(1, 0.5, 0), Term(1, 0.5, 1), Term(2, 1.0, 2)]


def uplift(terms, predictions):
    totals = {1: 0.0, 2: 0.0}
    for term in terms:
        totals[term.action] += term.coefficient * predictions[term.regression]
    return totals


def test_an_action_s_effect_is_partly_the_mean_over_all():
    found = uplift(partly_pooled(OWN, [0.25, 0.5]), [4.0, 2.0, 1.0])
    # Own effects are 3 and 1, their mean is 2.
    assert found == pytest.approx({1: 0.75 * 3 + 0.25 * 2, 2: 0.5 * 1 + 0.5 * 2})


def test_an_action_that_shares_nothing_needs_no_regression_of_another():
    assert [term for term in partly_pooled(OWN, [0.0, 0.5]) if term.action == 1] == OWN[:2]
