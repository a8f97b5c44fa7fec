"""Error rates of the methods: python -m python_ml.experiments [--experiments 2000]."""

import argparse

from python_ml.experiments.error_rates import CORRELATION, measure_error_rates

COLUMNS = {
    "metric_type": "metric type",
    "method": "method",
    "false_positive_rate": "false positives",
    "coverage_rate": "coverage",
    "peeking_rate": "false positives, daily peeking",
    "removed_variance_rate": "variance removed",
}


def main(arguments: list[str] | None = None) -> None:
    """Measure and print the table.

    Args:
        arguments: list of str; None for those of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m python_ml.experiments", description=__doc__)
    parser.add_argument("--experiments", type=int, default=2000)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    print(
        f"{options.experiments:,} experiments without and as many with an effect, "
        f"{options.units:,} units each, seed {options.seed}; CUPED should remove "
        f"{CORRELATION**2:.1%} of the variance of the mean.\n"
    )
    rows = measure_error_rates(
        experiment_count=options.experiments, unit_count=options.units, seed=options.seed
    )
    print("| " + " | ".join(COLUMNS.values()) + " |")
    print("|" + "---|" * 2 + "---:|" * (len(COLUMNS) - 2))
    for row in rows:
        cells = [
            cell if isinstance(cell, str) else "" if cell is None else f"{cell:.1%}"
            for cell in (row[name] for name in COLUMNS)
        ]
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
