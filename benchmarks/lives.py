"""Lives of half a year, built day by day by the engine's own code: rules, estimates, value, work.

Every life begins with the warehouse of one real dbt build. With --company, what a life showed is
kept beside it and read when the benchmark is started again: delete the folder when the engine has
changed.
"""

import argparse
import pickle
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from python_ml.simulator.life import estimates
from python_ml.simulator.life.company import WAREHOUSE, build_company, compile_company
from python_ml.simulator.life.engine_code import parse_project
from python_ml.simulator.life.estimates import LEFT_OUT, SEQUENCE
from python_ml.simulator.life.invariants import broken_rules
from python_ml.simulator.life.life import ESTIMATES, live
from python_ml.simulator.life.report import as_lines
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.life.spending import WAYS, DecisionPoints, spend

LEARNING, EARNING, EVERY_BUILD = "learning", "earning", "every build"
PACED = "paced by the engine"
LEARNING_BUDGET_PER_CUSTOMER = 15.0
EARNING_BUDGET_PER_CUSTOMER = 5.0


def settings_of(kind: str, customers: int, days: int) -> LifeSettings:
    """What a kind of life is lived with.

    Args:
        kind: learning (a fifth of the decision points explores), earning (nobody does, and money
            is short) or every build (the scheme before decisions had a life of their own).
        customers: on the first day.
        days: of the life.

    Returns:
        LifeSettings.
    """
    if kind == EARNING:
        return LifeSettings(
            customers=customers,
            days=days,
            budget=EARNING_BUDGET_PER_CUSTOMER * customers,
            exploration_rate=0.0,
            holdout_rate=0.0,
            policies=("auto",),
        )
    return LifeSettings(
        customers=customers,
        days=days,
        budget=LEARNING_BUDGET_PER_CUSTOMER * customers,
        period_days=0 if kind == EVERY_BUILD else 28,
        policies=("auto",) if kind == EVERY_BUILD else ("auto", "propensity_v1"),
    )


def live_once(folder: Path, kind: str, settings: LifeSettings) -> dict:
    """One life, and what is measured of it.

    Args:
        folder: of the company, with the compiled models of the kind.
        kind: of the life.
        settings: LifeSettings.

    Returns:
        dict: days, and broken, effects and values, or earned.
    """
    kept = folder / f"{kind}-{settings.customers}-{settings.days}-{settings.seed}.found"
    if not kept.exists():
        found = _live_anew(folder, kind, settings)
        print(f"{kind} life {settings.seed}: {found['seconds']:.0f} s", file=sys.stderr)
        unfinished = kept.with_suffix(".unfinished")
        unfinished.write_bytes(pickle.dumps(found))
        unfinished.replace(kept)
    return pickle.loads(kept.read_bytes())


def _live_anew(folder: Path, kind: str, settings: LifeSettings) -> dict:
    models = pickle.loads((folder / f"{kind}.pickle").read_bytes())
    started = perf_counter()
    life = live(settings, folder / WAREHOUSE, models)
    found: dict = {"days": life.days, "seed": settings.seed, "seconds": perf_counter() - started}
    if kind == EARNING:
        points = DecisionPoints.of_log(life.decisions, life.world)
        found["earned"] = {PACED: life.days["value"].sum()} | {
            way: spend(settings, points, way) for way in WAYS
        }
        life.engine.build(["decision_states"])
        found["broken"] = broken_rules(life)
        return found
    life.engine.build(ESTIMATES)
    if kind == LEARNING:
        found["broken"] = broken_rules(life)
        found[SEQUENCE] = estimates.effects(life), estimates.policy_values(life)
    # Windows without a later decision, whose truth is that of one decision. Where every build
    # decides, these are the newest decisions before their outcomes: what used to be learnt from.
    life.engine.restrict("int_decision_outcomes_counted", "later_decision_count = 0")
    life.engine.build(ESTIMATES)
    found[LEFT_OUT] = (
        estimates.effects(life, LEFT_OUT),
        estimates.policy_values(life, LEFT_OUT),
    )
    life.engine.close()
    return found


def coverage(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """How often intervals hold the truth.

    The truth is that of the population all lives are drawn from: the mean of what is true in each
    of them.

    Args:
        tables: of `estimates`, one per life.

    Returns:
        pandas.DataFrame: by subject and outcome.
    """
    rows = pd.concat(tables, ignore_index=True).dropna(subset=["lower", "truth"])
    keys = ["subject", "outcome"]
    rows["population_truth"] = rows.groupby(keys)["truth"].transform("mean")
    rows["covered"] = rows["population_truth"].between(rows["lower"], rows["upper"])
    rows["covered_own"] = rows["truth"].between(rows["lower"], rows["upper"])
    table = rows.groupby(keys).agg(
        lives=("covered", "size"),
        units=("unit_count", "mean"),
        truth=("population_truth", "first"),
        mean_estimate=("value", "mean"),
        deviation=("value", "std"),
        mean_error=("upper", lambda upper: (upper - rows.loc[upper.index, "value"]).mean() / 1.96),
        covered=("covered", "mean"),
        covered_own_life=("covered_own", "mean"),
    )
    table["bias_in_errors"] = (table["mean_estimate"] - table["truth"]) / (
        table["deviation"] / np.sqrt(table["lives"])
    )
    total = pd.DataFrame(
        {
            "subject": ["all"],
            "outcome": [""],
            "lives": [len(rows)],
            "covered": [rows["covered"].mean()],
            "covered_own_life": [rows["covered_own"].mean()],
        }
    )
    return pd.concat([table.reset_index(), total], ignore_index=True)


def work(days: pd.DataFrame) -> pd.DataFrame:
    """Rows a day of work, by least squares on who is up or foreseen, all customers and the log.

    Args:
        days: of `Life.days`, without the first day, on which everybody is up.

    Returns:
        pandas.DataFrame: rows for each of them, and the share of the variance that this explains.
    """
    causes = days[["decisions", "foreseen", "customers", "logged"]].to_numpy(dtype=float)
    rows = days["rows"].to_numpy(dtype=float)
    slopes, *_ = np.linalg.lstsq(causes, rows, rcond=None)
    left = rows - causes @ slopes
    return pd.DataFrame(
        {
            "rows per customer up": [slopes[0]],
            "per point foreseen": [slopes[1]],
            "per customer": [slopes[2]],
            "per row of the log": [slopes[3]],
            "share explained": [1 - left.var() / rows.var()],
            "customers up a day": [days["decisions"].mean()],
            "rows a day": [rows.mean()],
            "seconds a day": [days["seconds"].mean()],
        }
    )


def main() -> int:
    """Live, and print what was measured.

    Returns:
        int: 0 if every rule held in every life.
    """
    options = _options()
    with tempfile.TemporaryDirectory() as made:
        folder = options.company or Path(made)
        if not (folder / WAREHOUSE).exists():
            folder.mkdir(parents=True, exist_ok=True)
            build_company(folder)
        jobs = list(_jobs(folder, options))
        with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
            found = list(pool.map(live_once, *zip(*jobs, strict=True)))
    lives = {kind: [] for kind in (LEARNING, EARNING, EVERY_BUILD)}
    for (_, kind, _), result in zip(jobs, found, strict=True):
        lives[kind].append(result)
    broken = [sentence for life in found for sentence in life.get("broken", [])]
    _print_rules(found, broken)
    if lives[LEARNING]:
        _print_estimates(lives[LEARNING], LEFT_OUT)
        _print_estimates(lives[LEARNING], SEQUENCE)
        days = pd.concat([life["days"].iloc[1:] for life in lives[LEARNING]])
        print("\nWork of a day\n" + as_lines(work(days)))
    if lives[EVERY_BUILD]:
        print("\nWhere every build decides, and the newest decision has the outcome")
        _print_estimates(lives[EVERY_BUILD], LEFT_OUT)
    if lives[EARNING]:
        _print_earned(lives[EARNING])
    return bool(broken)


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=40, help="that learn")
    parser.add_argument("--earning-lives", type=int, default=10, help="that only earn")
    parser.add_argument("--every-build-lives", type=int, default=4, help="by the scheme before")
    parser.add_argument("--customers", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--company", type=Path, help="folder of a company that is built or to be")
    return parser.parse_args()


def _jobs(folder, options):
    counts = {
        LEARNING: options.lives,
        EARNING: options.earning_lives,
        EVERY_BUILD: options.every_build_lives,
    }
    manifest = None
    for kind, count in counts.items():
        if not count:
            continue
        settings = settings_of(kind, options.customers, options.days)
        manifest = manifest or parse_project(settings.variables())
        models = compile_company(folder, settings, manifest)
        (folder / f"{kind}.pickle").write_bytes(pickle.dumps(models))
        for seed in range(1, count + 1):
            yield folder, kind, replace(settings, seed=seed)


def _print_rules(found, broken):
    days = sum(len(life["days"]) for life in found)
    decisions = sum(int(life["days"]["decisions"].sum()) for life in found)
    print(f"{len(found)} lives, {days:,} daily builds, {decisions:,} decisions")
    print(f"Seconds of a life: {np.mean([life['seconds'] for life in found]):.0f} on average")
    print(f"Limits, contact rules and ends of decisions: {len(broken)} broken")
    for sentence in broken[:20]:
        print("  " + sentence)


def _print_estimates(lives, windows):
    for number, name in enumerate(("Effects by action and goal", "Values of policies")):
        tables = [life[windows][number] for life in lives]
        if sum(len(table) for table in tables):
            print(f"\n{name}, overlapping windows: {windows}\n" + as_lines(coverage(tables)))


def _print_earned(lives):
    earned = pd.DataFrame([life["earned"] for life in lives])
    share = earned.div(earned["clairvoyant"], axis=0)
    table = pd.DataFrame(
        {
            "mean value": earned.mean(),
            "share of the clairvoyant's": share.mean(),
            "lowest": share.min(),
            "highest": share.max(),
        }
    )
    print("\nValue earned\n" + as_lines(table.rename_axis("way to spend").reset_index()))


if __name__ == "__main__":
    sys.exit(main())
