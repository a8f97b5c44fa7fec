"""Uplift learners on Hillstrom's trial: visits, out of fold, over several splits into folds.

Usage: python benchmarks/learners_on_hillstrom.py ours --rows FILE --hillstrom hillstrom.csv.gz
       python benchmarks/learners_on_hillstrom.py peers --rows FILE --hillstrom hillstrom.csv.gz

As in learners_on_simulations.py, ours and the peers add their rows to one file.
"""

import argparse
import functools
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.kept_rows import add_rows, measured
from python_ml import evaluation
from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import Trial, make_trial, random_folds
from python_ml.learners import make_learner
from python_ml.progress import tracked

FOLDS = 3
SPLITS = 10
SEED = 7
RUNS = 3
TREES = 100
# As `nba_learners` in dbt_project.yml.
RACE = ("constant_effect", "risk", "x_forest", "r_forest", "r_ridge", "x")
# What the peers' base learner is given, so that namesakes differ in their algorithm alone.
PEER_PARAMETERS = {
    "eta": 0.1,
    "min_child_weight": 1,
    "lambda": 1,
    "subsample": 1,
    "colsample_bytree": 1,
}
CHAMPION = "this project: champion"
CAUSALML = ("s", "t", "x", "r", "dr")
TREE_NAMES = {None: "as shipped", TREES: "same trees"}


def read_hillstrom(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, action codes (0 none, 1 men's, 2 women's) and visits.

    Args:
        path: of the trial's CSV file.

    Returns:
        tuple: (n, p), (n,) and (n,).
    """
    frame = pd.read_csv(path)
    numbers = frame[["recency", "history", "mens", "womens", "newbie"]].to_numpy(np.float32)
    words = pd.get_dummies(frame[["zip_code", "channel"]]).to_numpy(np.float32)
    action = frame["segment"].map({"No E-Mail": 0, "Mens E-Mail": 1, "Womens E-Mail": 2})
    return np.hstack([numbers, words]), action.to_numpy(), frame["visit"].to_numpy(float)


class Hillstrom:
    """The trial, split into folds one way, and out-of-fold uplifts by the project and its peers."""

    def __init__(self, path: Path, split: int = 0) -> None:
        """Read the file and split its units.

        Args:
            path: of the trial's CSV file.
            split: int; each gives other folds.
        """
        self.X, self.action, self.visit = read_hillstrom(path)
        self.fold = random_folds(len(self.X), SEED + split, FOLDS)
        self.propensity = np.full((len(self.X), 3), 1 / 3)

    @property
    def trial(self) -> Trial:
        """As the project's learners see it."""
        return make_trial(
            self.X, self.action, self.visit, self.propensity, fold=self.fold, seed=SEED
        )

    def ours(self, names: tuple[str, ...], settings: dict) -> dict[str, np.ndarray]:
        """Uplifts of this project's learners.

        Args:
            names: of the learners.
            settings: of `make_learner`.

        Returns:
            dict: name -> (n, 2).
        """
        makers = {name: functools.partial(make_learner, name, SEED, **settings) for name in names}
        return out_of_fold_uplift(makers, self.trial, seed=SEED)

    def theirs(self, name: str, trees: int | None) -> np.ndarray:
        """Uplift of a peer.

        Args:
            name: one of `learner_peers.PEERS`.
            trees: number of them; None as shipped.

        Returns:
            (n, 2) float64.
        """
        from benchmarks.learner_peers import PEERS  # noqa: PLC0415 - not in ours' environment

        uplift = np.empty((len(self.X), 2))
        for held_out in range(FOLDS):
            rows = self.fold == held_out
            train = [a[~rows] for a in (self.X, self.action, self.visit, self.propensity)]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                uplift[rows] = PEERS[name](*train, self.X[rows], trees=trees, seed=SEED)
        return uplift

    def judged(self, uplift: np.ndarray) -> dict:
        """Qini coefficients.

        Args:
            uplift: (n, 2).

        Returns:
            dict: by e-mail.
        """
        figures = {}
        for arm, label in ((2, "women's"), (1, "men's")):
            compared = (self.action == arm) | (self.action == 0)
            is_treated = (self.action == arm)[compared]
            figures[f"Qini {label}"] = float(
                evaluation.qini_auc(self.visit[compared], uplift[compared, arm - 1], is_treated)
            )
        return figures


def our_rows(hillstrom: Hillstrom, race) -> Iterator[dict]:
    """The race's learners and the champion.

    Args:
        hillstrom: Hillstrom.
        race: benchmarks.race.Race.

    Yields:
        dict: learner and Qini coefficients; constant effects rank nobody and have none.
    """
    uplifts = hillstrom.ours(race.learners, {})
    trial = hillstrom.trial
    chosen = race.champion(uplifts, trial, cross_fitted_outcome_means(trial, seed=SEED))
    for name in [name for name in race.learners if name != "constant_effect"]:
        yield {"learner": f"this project: {name}"} | hillstrom.judged(uplifts[name])
    yield {"learner": CHAMPION, "chosen": chosen} | hillstrom.judged(uplifts[chosen])


def peer_rows(hillstrom: Hillstrom, known: set[str]) -> Iterator[dict]:
    """The learners of other packages, as shipped and with the same trees.

    Args:
        hillstrom: Hillstrom.
        known: names that are not needed.

    Yields:
        dict: learner and Qini coefficients.
    """
    from benchmarks.learner_peers import PEERS, SHIPPED  # noqa: PLC0415 - not in ours' environment

    for trees, names in ((TREES, PEERS), (None, SHIPPED)):
        for name in names:
            learner = f"{name}, {TREE_NAMES[trees]}"
            if learner not in known:
                yield {"learner": learner} | hillstrom.judged(hillstrom.theirs(name, trees))


def hillstrom_table(rows: pd.DataFrame) -> str:
    """Mean Qini coefficients over the splits, with standard errors.

    Args:
        rows: one per split and learner.

    Returns:
        str.
    """
    figures = ["Qini women's", "Qini men's"]
    lines = [f"| learner | splits | {' | '.join(figures)} |", "|---|---|---|---|"]
    for learner, own in rows.groupby("learner", sort=False):
        cells = [
            f"{own[name].mean():.4f}"
            + (f" ± {own[name].std() / np.sqrt(len(own)):.4f}" if len(own) > 1 else "")
            for name in figures
        ]
        lines.append(f"| {learner} | {len(own)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def tournament_seconds(hillstrom: Hillstrom) -> dict[str, float]:
    """Least seconds of the same work, project and CausalML in turn.

    Args:
        hillstrom: Hillstrom.

    Returns:
        dict: by whose.
    """
    same_trees = {"tuning": TREES, "parameters": PEER_PARAMETERS}
    times = {"this project": [], "CausalML": []}
    for _ in range(RUNS):
        started = time.perf_counter()
        hillstrom.ours(CAUSALML, same_trees)
        times["this project"].append(time.perf_counter() - started)
        started = time.perf_counter()
        for name in CAUSALML:
            hillstrom.theirs(f"causalml {name}", TREES)
        times["CausalML"].append(time.perf_counter() - started)
    return {name: min(seconds) for name, seconds in times.items()}


def main() -> None:
    """Fit the learners, split by split."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("whose", choices=("ours", "peers"))
    parser.add_argument("--rows", type=Path, required=True, help="file that rows are added to")
    parser.add_argument("--hillstrom", type=Path, required=True, help="your copy of the trial")
    parser.add_argument("--splits", type=int, default=SPLITS)
    arguments = parser.parse_args()
    done = measured(arguments.rows, ["whose", "split", "learner"])
    with tempfile.TemporaryDirectory() as folder:
        if arguments.whose == "ours":
            from benchmarks.race import compile_race  # noqa: PLC0415 - dbt is in ours alone

            race = compile_race(Path(folder), list(RACE))
        for split in tracked(range(arguments.splits), "Splits"):
            known = {name for whose, other, name in done if (whose, other) == ("peers", split)}
            if ("ours", split, CHAMPION) in done and arguments.whose == "ours":
                continue
            hillstrom = Hillstrom(arguments.hillstrom, split)
            about = {"whose": arguments.whose, "split": split}
            if arguments.whose == "ours":
                add_rows(arguments.rows, [about | row for row in our_rows(hillstrom, race)])
                continue
            # Some take minutes.
            for row in peer_rows(hillstrom, known):
                add_rows(arguments.rows, [about | row])


if __name__ == "__main__":
    main()
