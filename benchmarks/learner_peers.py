"""Uplift learners of other packages behind one signature, for comparison with this project's.

Each function in `PEERS` fits on training rows and returns the uplift of every action on other rows:

    PEERS[name](X_train, action_train, outcome_train, propensity_train, X_test, *,
                trees, seed, propensity_test=None) -> array (n_test, k)

- `X_train` (n, features), `X_test` (n_test, features): floats;
- `action_train` (n,): integers 0..k, 0 the control, every one of them present;
- `outcome_train` (n,): floats;
- `propensity_train` (n, k+1), `propensity_test` (n_test, k+1): the known probability of each
  action, control first, rows summing to one; None where unknown, and the package estimates it;
- column a - 1 of the result is the uplift of action a over the control.

Boosted trees are the same for all: `trees` of depth 3 at learning rate 0.1. Where `trees` is None,
they are XGBoost's own defaults in CausalML, and EconML chooses its models itself: that is how both
are shipped. All else is the package's default, unless a docstring says so. A package is imported
when its learner is called.
"""

import importlib
import os
from functools import partial

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier, XGBRegressor

# Small trials are faster with one.
THREADS = int(os.environ.get("PEER_THREADS", "4"))


def imported(module):
    """A peer's module, or an error that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            "Install the benchmark peers: pip install -r requirements/peers.txt"
        ) from error


def boosted(kind, trees, seed):
    """The base learner that every peer is given; `kind` is XGBRegressor or XGBClassifier."""
    if trees is None:
        return kind(n_jobs=THREADS, random_state=seed)
    return kind(
        n_estimators=trees,
        max_depth=3,
        learning_rate=0.1,
        n_jobs=THREADS,
        tree_method="hist",
        random_state=seed,
    )


def checked_actions(action, propensity):
    """Actions as integers, and k; an error unless each of 0..k has rows."""
    action = np.asarray(action).astype(int)
    present = np.unique(action)
    k = present[-1] if propensity is None else propensity.shape[1] - 1
    if k < 1 or not np.array_equal(present, np.arange(k + 1)):
        raise ValueError(f"The training rows must hold every action from 0 to {max(k, 1)}.")
    return action, int(k)


def against_control(propensity, arm):
    """The probability of `arm` among the rows that get `arm` or the control."""
    return propensity[:, arm] / (propensity[:, arm] + propensity[:, 0])


def is_constant(propensity):
    """Whether all rows have the same known probabilities."""
    return propensity is not None and np.allclose(propensity, propensity[0])


class KnownPropensity(ClassifierMixin, BaseEstimator):
    """A propensity model that reads the known probabilities from the last columns it is given.

    econml has no argument for them: they go in as controls `W`, which it appends to the features.
    """

    def __init__(self, actions=2):
        self.actions = actions

    def fit(self, X, y, sample_weight=None):  # noqa: ARG002 - the signature that econml calls
        """Learn nothing but the class labels."""
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        """The known probabilities, (n, actions)."""
        return np.asarray(X)[:, -self.actions :]

    def predict(self, X):
        """The likeliest action of each row."""
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]


# causalml


def causalml_peer(
    X_train,
    action_train,
    outcome_train,
    propensity_train,
    X_test,
    *,
    learner,
    trees,
    seed,
    propensity_test=None,
):
    """One of causalml's learners for several treatments; `learner` is s, t, x, r or dr.

    causalml compares one arm with the control at a time, on the rows of these two, so it is given
    the arm's probability among them. The X learner also weights by the test rows' propensities:
    where these are neither given nor the same for all rows, causalml estimates its own.
    """
    meta = imported("causalml.inference.meta")
    action, k = checked_actions(action_train, propensity_train)
    base = boosted(XGBRegressor, trees, seed)
    if learner == "r":
        # Its cross-validation would start processes that each start the base learner's threads.
        model = meta.BaseRRegressor(learner=base, random_state=seed)
        model.cv_n_jobs = 1
    else:
        model = getattr(meta, f"Base{learner.upper()}Regressor")(learner=base)

    def by_arm(propensity):
        return {arm: against_control(propensity, arm) for arm in range(1, k + 1)}

    train = test = None
    if propensity_train is not None:
        train = by_arm(propensity_train)
        if propensity_test is None and is_constant(propensity_train):
            propensity_test = np.tile(propensity_train[0], (len(X_test), 1))
        if propensity_test is not None:
            test = by_arm(propensity_test)
        elif learner == "x":
            train = None
    fit_options = {"seed": seed} if learner == "dr" else {}
    model.fit(X=X_train, treatment=action, y=outcome_train, p=train, **fit_options)
    predict_options = {"p": test} if learner == "x" else {}
    return np.asarray(model.predict(X_test, **predict_options), dtype=float)


# econml


def imputed(X_train, X_test):
    """Medians of the training rows in the place of missing values, which econml refuses."""
    known = ~np.isnan(X_train).all(axis=0)
    medians = np.zeros(X_train.shape[1])
    medians[known] = np.nanmedian(X_train[:, known], axis=0)
    return tuple(np.where(np.isnan(X), medians, X) for X in (X_train, X_test))


def econml_propensity(propensity, k, trees, seed):
    """The propensity model for econml, and the controls `W` that it reads."""
    if propensity is None:
        return boosted(XGBClassifier, trees, seed), None
    return KnownPropensity(actions=k + 1), propensity


def econml_dr(
    X_train,
    action_train,
    outcome_train,
    propensity_train,
    X_test,
    *,
    trees,
    seed,
    propensity_test=None,  # noqa: ARG001 - one signature for all peers
):
    """The DRLearner of econml with boosted trees in all three of its models.

    As shipped it chooses the outcome model by cross-validation, and its effects are linear. Known
    propensities are also columns of its outcome model, as all controls are.
    """
    dr = imported("econml.dr")
    X_train, X_test = imputed(X_train, X_test)
    action, k = checked_actions(action_train, propensity_train)
    propensity_model, W = econml_propensity(propensity_train, k, trees, seed)
    models = {}
    if trees is not None:
        models["model_regression"] = boosted(XGBRegressor, trees, seed)
        models["model_final"] = boosted(XGBRegressor, trees, seed)
    model = dr.DRLearner(model_propensity=propensity_model, random_state=seed, **models)
    model.fit(outcome_train, action, X=X_train, W=W)
    return np.asarray(model.const_marginal_effect(X_test), dtype=float).reshape(len(X_test), k)


def econml_forest(
    X_train,
    action_train,
    outcome_train,
    propensity_train,
    X_test,
    *,
    trees,
    seed,
    propensity_test=None,  # noqa: ARG001 - one signature for all peers
):
    """The CausalForestDML of econml with boosted trees for outcome and propensity.

    As shipped it chooses the outcome model by cross-validation. The forest has econml's 100 trees,
    whatever `trees` is. What only serves intervals and average effects is off.
    """
    dml = imported("econml.dml")
    X_train, X_test = imputed(X_train, X_test)
    action, k = checked_actions(action_train, propensity_train)
    propensity_model, W = econml_propensity(propensity_train, k, trees, seed)
    model = dml.CausalForestDML(
        model_y="auto" if trees is None else boosted(XGBRegressor, trees, seed),
        model_t=propensity_model,
        discrete_treatment=True,
        drate=False,
        inference=False,
        n_jobs=THREADS,
        random_state=seed,
    )
    model.fit(outcome_train, action, X=X_train, W=W)
    return np.asarray(model.const_marginal_effect(X_test), dtype=float).reshape(len(X_test), k)


def econml_x(
    X_train,
    action_train,
    outcome_train,
    propensity_train,
    X_test,
    *,
    trees,
    seed,
    propensity_test=None,  # noqa: ARG001 - one signature for all peers
):
    """The XLearner of econml, which takes no known propensities.

    Where they are the same for all rows, its propensity model is the arms' shares. Elsewhere it is
    econml's own, logistic regression, here on standardised features so that it converges.
    """
    metalearners = imported("econml.metalearners")
    X_train, X_test = imputed(X_train, X_test)
    action, k = checked_actions(action_train, propensity_train)
    if is_constant(propensity_train):
        propensity_model = DummyClassifier(strategy="prior")
    else:
        propensity_model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model = metalearners.XLearner(
        models=boosted(XGBRegressor, trees, seed), propensity_model=propensity_model
    )
    model.fit(outcome_train, action, X=X_train)
    return np.asarray(model.const_marginal_effect(X_test), dtype=float).reshape(len(X_test), k)


# scikit-uplift


def is_binary(outcome):
    """Whether outcomes are zeros and ones, for which scikit-uplift expects classifiers."""
    return np.array_equal(np.unique(outcome), [0, 1])


def sklift_peer(
    X_train,
    action_train,
    outcome_train,
    propensity_train,
    X_test,
    *,
    learner,
    trees,
    seed,
    propensity_test=None,  # noqa: ARG001 - one signature for all peers
):
    """One of scikit-uplift's models for a single treatment, fitted to each arm and the control.

    `learner` is solo, two models, class transformation or transformed outcome. Only the last uses
    propensities. Class transformation is for outcomes of 0 and 1, and right only where
    arm and control are equally likely; scikit-uplift does not correct it elsewhere.
    """
    models = imported("sklift.models")
    action, k = checked_actions(action_train, propensity_train)
    X_train, X_test = np.asarray(X_train), np.asarray(X_test)
    outcome = np.asarray(outcome_train)
    if learner == "class transformation" and not is_binary(outcome):
        raise ValueError("scikit-uplift's class transformation needs outcomes of 0 and 1.")
    kind = XGBClassifier if is_binary(outcome) else XGBRegressor
    uplift = np.empty((len(X_test), k))
    for arm in range(1, k + 1):
        rows = (action == arm) | (action == 0)
        treated = (action[rows] == arm).astype(int)
        if learner == "solo":
            model = models.SoloModel(boosted(kind, trees, seed))
        elif learner == "two models":
            model = models.TwoModels(
                boosted(kind, trees, seed), boosted(kind, trees, seed), method="vanilla"
            )
        elif learner == "class transformation":
            model = models.ClassTransformation(boosted(XGBClassifier, trees, seed))
        elif propensity_train is None:
            model = models.ClassTransformationReg(
                boosted(XGBRegressor, trees, seed),
                propensity_estimator=boosted(XGBClassifier, trees, seed),
            )
        else:
            model = models.ClassTransformationReg(
                boosted(XGBRegressor, trees, seed),
                propensity_val=against_control(propensity_train[rows], arm),
            )
        model.fit(X_train[rows], outcome[rows], treated)
        uplift[:, arm - 1] = model.predict(X_test)
    return uplift


PEERS = {
    "causalml s": partial(causalml_peer, learner="s"),
    "causalml t": partial(causalml_peer, learner="t"),
    "causalml x": partial(causalml_peer, learner="x"),
    "causalml r": partial(causalml_peer, learner="r"),
    "causalml dr": partial(causalml_peer, learner="dr"),
    "econml dr": econml_dr,
    "econml causal forest": econml_forest,
    "econml x": econml_x,
    "scikit-uplift solo": partial(sklift_peer, learner="solo"),
    "scikit-uplift two models": partial(sklift_peer, learner="two models"),
    "scikit-uplift class transformation": partial(sklift_peer, learner="class transformation"),
    "scikit-uplift transformed outcome": partial(sklift_peer, learner="transformed outcome"),
}

# Those that can be had without naming a base learner for them.
SHIPPED = (
    "causalml s",
    "causalml t",
    "causalml x",
    "causalml r",
    "causalml dr",
    "econml dr",
    "econml causal forest",
)
