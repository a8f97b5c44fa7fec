"""Uplift learners on simulated trials of the literature: how far their effects are from the truth.

Usage: python benchmarks/learners_on_simulations.py ours --rows FILE [--units 300] [--draws 10]
       python benchmarks/learners_on_simulations.py peers --rows FILE

The peers need an environment of their own, so that ours and theirs add their rows to one file,
from which the tables are made; rows that are there already are not made again. Everyone is given
the propensities that the trial was drawn with.
"""

import argparse
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.interval_margins import interval_margins
from benchmarks.kept_rows import add_rows, measured
from benchmarks.trial_simulations import SIMULATIONS, SimulatedTrial, simulate_trial
from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import make_trial
from python_ml.learners import make_final_learner, make_learner
from python_ml.progress import tracked
from python_ml.uplift.uncertainty import reference_uplift

SEED = 7
TREES = 100
DRAWS = {300: 20, 1_000: 20, 3_000: 10, 30_000: 3}
SMALLEST_WITH_INTERVALS = 1_000
# As `nba_learners` in dbt_project.yml.
RACE = ("constant_effect", "risk", "x_forest", "r_forest", "r_ridge", "x")
CHAMPION = "this project: champion"
TREE_NAMES = {None: "as shipped", TREES: "same trees"}


def our_rows(simulated: SimulatedTrial, race) -> Iterator[dict]:
    """The race's learners and the champion, as the project fits them.

    Args:
        simulated: SimulatedTrial.
        race: benchmarks.race.Race.

    Yields:
        dict: learner, error, processor seconds, and the share of intervals that hold the truth.
    """
    trial = make_trial(
        simulated.X, simulated.action, simulated.outcome, simulated.propensity, seed=SEED
    )
    means = cross_fitted_outcome_means(trial, seed=SEED)
    has_intervals = len(trial.action) >= SMALLEST_WITH_INTERVALS
    reference = reference_uplift(trial, means, seed=SEED) if has_intervals else None
    fitted = {}
    for name in race.learners:
        started = time.process_time()
        learner = make_final_learner(name, SEED).fit_trial(trial, means)
        predicted = learner.predict(simulated.X_new)
        seconds = time.process_time() - started
        fitted[name] = {"error": error_of(predicted[:, 0], simulated), "held": None}
        if reference:
            margins = interval_margins(learner, trial, reference, simulated.X_new, seed=SEED)
            is_held = np.abs(predicted - simulated.effect_new[:, None]) <= margins
            fitted[name]["held"] = float(is_held.mean())
        yield {"learner": f"this project: {name}", "seconds": seconds} | fitted[name]
    started = time.process_time()
    makers = {name: lambda name=name: make_learner(name, SEED) for name in race.learners}
    uplifts = out_of_fold_uplift(makers, trial, seed=SEED)
    chosen = race.champion(uplifts, trial, means)
    seconds = time.process_time() - started
    yield {"learner": CHAMPION, "seconds": seconds, "chosen": chosen} | fitted[chosen]


def peer_rows(simulated: SimulatedTrial) -> Iterator[dict]:
    """The learners of other packages, as shipped and with the same trees.

    Args:
        simulated: SimulatedTrial.

    Yields:
        dict: learner, error and processor seconds.
    """
    from benchmarks.learner_peers import PEERS, SHIPPED  # noqa: PLC0415 - not in ours' environment

    for trees, names in ((None, SHIPPED), (TREES, PEERS)):
        for name in names:
            # It is for outcomes of zeros and ones.
            if name == "scikit-uplift class transformation":
                continue
            started = time.process_time()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                predicted = PEERS[name](
                    simulated.X,
                    simulated.action,
                    simulated.outcome,
                    simulated.propensity,
                    simulated.X_new,
                    trees=trees,
                    seed=SEED,
                    propensity_test=simulated.propensity_new,
                )
            yield {
                "learner": f"{name}, {TREE_NAMES[trees]}",
                "error": error_of(predicted[:, 0], simulated),
                "seconds": time.process_time() - started,
            }


def error_of(predicted: np.ndarray, simulated: SimulatedTrial) -> float:
    """Root-mean-square error of new units' effects, in standard deviations of the effects.

    Args:
        predicted: (m,) effects.
        simulated: SimulatedTrial with m new units.

    Returns:
        float: in standard deviations of the outcome, if all effects are the same.
    """
    return float(np.sqrt(np.mean((predicted - simulated.effect_new) ** 2)) / simulated.scale)


def run(arguments: argparse.Namespace) -> None:
    """Add the rows of all trials that the file does not have yet.

    Args:
        arguments: of the command.
    """
    done = measured(arguments.rows, ["whose", "simulation", "units", "draw"])
    trials = [
        (simulation, units, draw)
        for units in arguments.units
        for draw in range(min(arguments.draws or DRAWS[units], DRAWS[units]))
        for simulation in arguments.simulations
        if (arguments.whose, simulation, units, draw) not in done
    ]
    with tempfile.TemporaryDirectory() as folder:
        if arguments.whose == "ours":
            from benchmarks.race import compile_race  # noqa: PLC0415 - dbt is in ours alone

            race = compile_race(Path(folder), list(RACE))
        for simulation, units, draw in tracked(trials, "Simulated trials"):
            simulated = simulate_trial(simulation, units, draw)
            made = our_rows(simulated, race) if arguments.whose == "ours" else peer_rows(simulated)
            about = {
                "whose": arguments.whose,
                "simulation": simulation,
                "units": units,
                "draw": draw,
            }
            add_rows(arguments.rows, (about | row for row in made))


def main() -> None:
    """Fit the learners."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("whose", choices=("ours", "peers"))
    parser.add_argument("--rows", type=Path, required=True, help="file that rows are added to")
    parser.add_argument("--units", type=int, nargs="+", default=list(DRAWS), choices=DRAWS)
    parser.add_argument("--draws", type=int, help="at most so many of each")
    parser.add_argument("--simulations", nargs="+", default=list(SIMULATIONS), choices=SIMULATIONS)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
