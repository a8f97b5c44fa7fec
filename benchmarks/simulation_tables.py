"""Tables in Markdown of the rows that learners_on_simulations.py measures."""

import numpy as np
import pandas as pd

from benchmarks.trial_simulations import SIMULATIONS

OURS = "this project: "
CHAMPION = f"{OURS}champion"
SAME_EFFECT = ("Nie and Wager C", "Künzel 4", "Künzel 5", "Künzel 6")


def simulation_tables(rows: pd.DataFrame) -> str:
    """Errors of all learners, those of the best ones by simulation, and what intervals hold.

    Args:
        rows: one per simulation, units, draw and learner; draws that ours or the peers have alone
            do not count.

    Returns:
        str.
    """
    trials = ["simulation", "units", "draw"]
    whose = rows.groupby(trials)["whose"].transform("nunique")
    shared = rows[whose == rows["whose"].nunique()]
    parts = []
    for units, own in shared.groupby("units"):
        counts = own.groupby("simulation")["draw"].nunique().reindex(list(SIMULATIONS)).fillna(0)
        heading = f"#### {units:,} units, {_span(counts)} draws of each simulation"
        parts += [heading, learner_table(own), best_table(own)]
    held = rows[rows["held"].notna()]
    return "\n\n".join([*parts, "#### Intervals at 95% that hold the truth", held_table(held)])


def learner_table(rows: pd.DataFrame) -> str:
    """Mean error of each learner, where effects vary and where they are the same for all.

    Args:
        rows: of one number of units.

    Returns:
        str.
    """
    varied = _by_learner(rows[~rows["simulation"].isin(SAME_EFFECT)])
    same = _by_learner(rows[rows["simulation"].isin(SAME_EFFECT)])
    seconds = rows.groupby("learner")["seconds"].mean()
    lines = ["| learner | effects vary | same for all | seconds |", "|---|---|---|---|"]
    lines += [
        f"| {learner} | {_figure(varied.loc[learner])} "
        f"| {_figure(same.loc[learner]) if learner in same.index else ''} "
        f"| {seconds[learner]:.1f} |"
        for learner in varied.sort_values("mean").index
    ]
    return "\n".join(lines)


def best_table(rows: pd.DataFrame) -> str:
    """The champion, the best of ours and the best peer in each simulation.

    Args:
        rows: of one number of units.

    Returns:
        str.
    """
    lines = ["| simulation | champion | best of ours | best peer |", "|---|---|---|---|"]
    for simulation in SIMULATIONS:
        own = rows[rows["simulation"] == simulation]
        if own.empty:
            continue
        means = own.groupby("learner")["error"].agg(["mean", _standard_error])
        is_ours = means.index.str.startswith(OURS)
        singles = means[is_ours & (means.index != CHAMPION)].sort_values("mean")
        peers = means[~is_ours].sort_values("mean")
        best = [
            f"{_figure(found.iloc[0])} ({found.index[0].removeprefix(OURS)})" if len(found) else ""
            for found in (singles, peers)
        ]
        lines.append(f"| {simulation} | {_figure(means.loc[CHAMPION])} | {' | '.join(best)} |")
    return "\n".join(lines)


def held_table(rows: pd.DataFrame) -> str:
    """Share of true effects that the intervals hold, by learner and number of units.

    Args:
        rows: those with intervals.

    Returns:
        str.
    """
    shares = rows.groupby(["learner", "units", "simulation"])["held"].mean()
    summary = shares.groupby(["learner", "units"]).agg(["mean", "min", "max"])
    lines = [
        "| learner | units | mean of the simulations | lowest to highest |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {learner.removeprefix(OURS)} | {units:,} | {row['mean']:.0%} "
        f"| {row['min']:.0%} to {row['max']:.0%} |"
        for (learner, units), row in summary.iterrows()
    ]
    return "\n".join(lines)


def _by_learner(rows):
    """Mean over the simulations, and its standard error from the draws of each."""
    by_simulation = rows.groupby(["learner", "simulation"])["error"].agg(["mean", _standard_error])
    by_learner = by_simulation.groupby("learner")
    return pd.DataFrame(
        {
            "mean": by_learner["mean"].mean(),
            "_standard_error": by_learner["_standard_error"].agg(
                lambda errors: np.sqrt(np.sum(errors.to_numpy() ** 2)) / len(errors)
            ),
        }
    )


def _standard_error(values):
    return values.std() / np.sqrt(len(values))


def _figure(row):
    error = row["_standard_error"]
    return f"{row['mean']:.2f}" + ("" if np.isnan(error) else f" ± {error:.2f}")


def _span(counts):
    low, high = int(counts.min()), int(counts.max())
    return str(low) if low == high else f"{low} to {high}"
