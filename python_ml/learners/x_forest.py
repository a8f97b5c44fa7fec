"""The X-learner with a random forest for each regression, and effects that are partly pooled."""

import numpy as np
from scipy.stats import chi2

from python_ml.estimation.sample import Sample
from python_ml.learners.base import FOREST, Term
from python_ml.learners.x import XLearner

# Units of an action that the mean over all actions counts for, where their average effects do not
# differ by more than chance makes them: chosen on simulated trials (docs/benchmarks.md, Learners
# over many worlds).
PRIOR_UNITS = 1_000
# Less than this of the mean changes nothing that matters, and every action would have to be
# predicted and explained by the regressions of all.
SMALLEST_SHARE = 0.05


class XForestLearner(XLearner):
    """Averages many trees of noisy targets, where boosting adds them up.

    What one action does to a customer tells of what another would do, as both depend on how much
    is at stake for them and whether they can be reached at all. So effects are drawn towards their
    mean over all actions, the less the more units an action has.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), whose own X-learner has forests; partial pooling
    as in Gelman, Hill and Yajima (2012), Why we (usually) don't have to worry about multiple
    comparisons.
    """

    name = "x_forest"
    base = FOREST

    def combination(self, sample: Sample) -> list[Term]:
        """The X-learner's terms, shared between actions."""
        terms = super().combination(sample)
        return partly_pooled(terms, self._pooled_shares(sample, terms))

    def _pooled_shares(self, sample, terms):
        """Share of the mean over all actions in each action's effect, (k,).

        It falls with the units of the action, and where the average effects differ by more than
        what chance brings about once in a hundred times (Cochran's Q), by as much as they do.
        """
        trial, rows = sample.trial, sample.training
        counts = np.bincount(trial.action[rows], minlength=trial.action_count + 1)
        variances = np.array(
            [trial.outcome[rows & (trial.action == code)].var() for code in range(len(counts))]
        )
        errors = variances / counts
        levels = np.zeros(trial.action_count)
        regressions = self.regressions(sample)
        for term in terms:
            regression = regressions[term.regression]
            used = regression.rows & rows
            mean = np.average(regression.target[used], weights=regression.weight[used])
            levels[term.action - 1] += term.coefficient * mean
        precision = 1 / (errors[1:] + errors[0])
        spread = precision @ (levels - np.average(levels, weights=precision)) ** 2
        by_chance = chi2.ppf(0.99, max(trial.action_count - 1, 1))
        likeness = by_chance / max(by_chance, spread)
        shares = likeness * PRIOR_UNITS / (PRIOR_UNITS + np.minimum(counts[1:], counts[0]))
        return np.where(shares < SMALLEST_SHARE, 0.0, shares)


def partly_pooled(terms: list[Term], shares: np.ndarray) -> list[Term]:
    """Terms of effects that are partly the mean over all actions.

    Args:
        terms: list of Term of k actions.
        shares: (k,) of the mean in each action's effect, 0 to 1.

    Returns:
        list of Term: (1 - share) times the action's own effect and share times the mean of all.
    """
    pooled = []
    for action, share in enumerate(shares, start=1):
        for term in terms:
            own = (1 - share) if term.action == action else 0.0
            weight = float(own + share / len(shares))
            if weight:
                pooled.append(Term(action, weight * term.coefficient, term.regression, term.as_if))
    return pooled
