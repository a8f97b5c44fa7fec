"""This project's uplift learners beside those of CausalML, EconML and scikit-uplift.

Usage: python benchmarks/learners.py --rows DIR --hillstrom hillstrom.csv.gz
       [--warehouse warehouse/nba.duckdb] [--write docs/benchmarks.md]

The peers are in requirements/peers.txt and need an environment of their own, which
`make bench-learners` makes. The folder has the rows of learners_on_simulations.py and
learners_on_hillstrom.py, which are made into tables here. To them come the demo, whose truth is
known: error and rank correlation of the effects on retention, and what the policy truly earns at
the budget; and seconds, taken in one run, in turn.
"""

import argparse
from pathlib import Path

from benchmarks.kept_rows import read_rows
from benchmarks.learner_peers import PEERS
from benchmarks.learners_on_demo import Demo, demo_rows, interval_coverage, scoring_seconds
from benchmarks.learners_on_hillstrom import (
    FOLDS,
    RUNS,
    TREES,
    Hillstrom,
    hillstrom_table,
    tournament_seconds,
)
from benchmarks.simulation_tables import simulation_tables

MARKERS = ("<!-- learners: begin -->", "<!-- learners: end -->")


def as_table(rows):
    """Rows as a table in Markdown."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(row.get(name, "")) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def report(arguments):
    """Run everything and word the result."""
    demo = Demo(arguments.warehouse, arguments.budget)
    simulations = simulation_tables(read_rows(arguments.rows / "simulations.jsonl"))
    hillstrom = hillstrom_table(read_rows(arguments.rows / "hillstrom.jsonl"))
    seconds = tournament_seconds(Hillstrom(arguments.hillstrom))
    best, budget = demo.best_value() / 1e6, f"{arguments.budget:,.0f}"
    coverage = ", ".join(f"{a} {share:.0%}" for a, share in interval_coverage(demo).items())
    return f"""
### Simulations

{simulations}

### Hillstrom: visits, {FOLDS} folds, out of fold

{hillstrom}

### The demo: effects on retention, and the true value of the policy at {budget}

The best possible policy earns {best:.2f} M.

{as_table(demo_rows(demo, TREES, PEERS))}

### Seconds and coverage

- Whole tournament (S, T, X, R, DR; both arms; {FOLDS} folds; nuisances included; {TREES}
  trees of depth 3; least of {RUNS} runs in turn): this project {seconds["this project"]:.1f} s,
  CausalML {seconds["CausalML"]:.1f} s, ratio {seconds["this project"] / seconds["CausalML"]:.2f}.
- Scoring 1,000,000 customers with the demo's stored models (four actions beside nothing, two goals,
  with intervals): {scoring_seconds(demo):.1f} s.
- Share of the 95% intervals of `uplift_scores` that hold the true effect on retention:
  {coverage}.
"""


def main():
    """Print the tables, and write them into the documentation if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse/nba.duckdb"))
    parser.add_argument("--hillstrom", type=Path, required=True)
    parser.add_argument("--rows", type=Path, required=True, help="folder of what was measured")
    parser.add_argument("--budget", type=float, default=100_000)
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    text = report(arguments)
    print(text)
    if arguments.write:
        page = arguments.write.read_text()
        before, _, rest = page.partition(MARKERS[0])
        _, _, after = rest.partition(MARKERS[1])
        arguments.write.write_text(f"{before}{MARKERS[0]}\n{text}\n{MARKERS[1]}{after}")


if __name__ == "__main__":
    main()
