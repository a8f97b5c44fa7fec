"""Cross-fitting: every prediction comes from learners that have not seen the unit."""

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.outcome_means import outcome_means_for_each_fold
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import Trial


def out_of_fold_uplift(learners: dict, trial: Trial, *, seed: int) -> dict:
    """Uplift of each unit by learners that know nothing of its fold's outcomes.

    Args:
        learners: dict of name -> function without arguments that makes the learner.
        trial: Trial of n units.
        seed: int.

    Returns:
        dict: name -> (n, k) float64.
    """
    folds = np.unique(trial.fold)
    means = outcome_means_for_each_fold(trial, seed=seed)
    # A mean of learners that are all there needs no fits of its own.
    members = {name: make().members for name, make in learners.items()}
    averages = {name: own for name, own in members.items() if own and {*own} <= {*learners}}
    fitted, jobs = [], []
    for position, fold in enumerate(folds):
        training = trial.fold != fold
        # One fold is enough to tune contenders by; whoever wins is tuned by several.
        neighbour = folds[(position + 1) % len(folds)]
        sample = Sample(trial, means[fold], training, [neighbour])
        for name in [name for name in learners if name not in averages]:
            learner = learners[name]()
            own_jobs = learner.jobs(sample)
            fitted.append((name, fold, learner, sample, len(own_jobs)))
            jobs += own_jobs
    results = boosting.in_parallel(jobs, "Uplift by learner and fold")
    uplift = {name: np.empty((len(trial.action), trial.action_count)) for name in learners}
    for name, fold, learner, sample, job_count in fitted:
        learner.assemble(sample, results[:job_count])
        results = results[job_count:]
        uplift[name][trial.fold == fold] = learner.predict(trial.matrix.array[trial.fold == fold])
    for name, own in averages.items():
        uplift[name] = np.mean([uplift[member] for member in own], axis=0)
    return uplift
