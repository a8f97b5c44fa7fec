import numpy as np
from sklearn.metrics import roc_auc_score

from python_ml.simulator import catalogue


def test_churn_scores_rank_leavers_with_an_auc_of_about_80_percent(company, truth):
    leaves = np.random.default_rng(0).random(len(truth.under_rules)) > truth.under_rules
    assert 0.78 <= roc_auc_score(leaves, company.score) <= 0.82


def test_three_scorings_come_before_the_assignment():
    assert (catalogue.SCORING_DATES < catalogue.ASSIGNED_ON).sum() >= 3
    assert catalogue.SCORING_DATES.max() < catalogue.AS_OF_DATE


def test_scores_have_three_decimals_and_are_probabilities(company):
    assert ((company.scores > 0) & (company.scores < 1)).all()
    assert np.array_equal(company.scores, np.round(company.scores, 3))
