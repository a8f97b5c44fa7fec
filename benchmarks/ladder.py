"""What policy `auto` truly earns on each rung of evidence, in several simulated worlds.

Usage: PYTHONPATH=. python benchmarks/ladder.py [--seeds 7 11 3]
"""

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

import duckdb

from benchmarks.simulated_company import run_dbt
from python_ml.simulator import __main__ as simulator

ROOT = Path(__file__).parents[1]
BUILT = ("target", "logs", "*.duckdb*", "published", "dbt_packages")
FIRST_DAY = {"customers", "subscriptions", "usage", "support_tickets"}
HISTORY = FIRST_DAY | {"action_history"}
# What a company has that stands on the rung; None is everything.
RUNGS = {"assumed": FIRST_DAY, "observed": HISTORY, "experimented": None}
COMPARED = ("business_as_usual", "uplift_v2", "oracle")


def make_world(folder, seed, customers):
    """A copy of the project whose demo, and the truth of it, are another world."""
    project = folder / "project"
    shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*BUILT, ".*", "examples"))
    options = ["--seed", str(seed), "--customers", str(customers)]
    if simulator.main([*options, "--layout", "seeds", "--out", str(project / "seeds")]):
        raise SystemExit("The world could not be simulated.")
    return project


def absent(project, names):
    """The world's raw tables that a company does not have that has those alone."""
    tables = {path.stem.removeprefix("raw_") for path in (project / "seeds" / "demo").glob("*.csv")}
    return [] if names is None else sorted(tables - names)


def true_values(project, absent_inputs, folder):
    """True value of each policy, in millions, and the rungs that `auto` decided by."""
    database = folder / "nba.duckdb"
    database.unlink(missing_ok=True)
    words = ["build", "--exclude-resource-type", "test"]
    run_dbt(words, folder, {"nba_absent_inputs": absent_inputs}, project=project)
    with duckdb.connect(str(database), read_only=True) as connection:
        values = connection.execute(
            "select policy, cast(true_value_amount as double) / 1e6 from oracle_policy_value"
        ).fetchall()
        rungs = connection.execute("select distinct rung from action_evidence").fetchall()
    return dict(values), sorted(rung for (rung,) in rungs)


def main():
    """Build every rung of every world and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11, 3])
    parser.add_argument("--customers", type=int, default=simulator.DEFAULT_CUSTOMERS)
    options = parser.parse_args()
    found = {rung: [] for rung in RUNGS}
    print(f"True value in millions, worlds of {options.customers:,} customers")
    print(f"{'Rung':<14}{'Seed':>6}{'auto':>10}" + "".join(f"{name:>20}" for name in COMPARED))
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            project = make_world(folder, seed, options.customers)
            for rung, names in RUNGS.items():
                values, rungs = true_values(project, absent(project, names), folder)
                if rungs != [rung]:
                    raise SystemExit(f"Actions of seed {seed} stand on {rungs}, not on {rung}.")
                found[rung].append(values["auto"])
                print(
                    f"{rung:<14}{seed:>6}{values['auto']:>10.2f}"
                    + "".join(f"{values[name]:>20.2f}" for name in COMPARED),
                    flush=True,
                )
    for rung, earned in found.items():
        print(
            f"{rung:<14}{'mean':>6}{statistics.mean(earned):>10.2f}"
            f"   from {min(earned):.2f} to {max(earned):.2f}"
        )


if __name__ == "__main__":
    main()
