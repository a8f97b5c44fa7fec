"""Command line: what became of the inputs (`python -m python_ml.inputs [WAREHOUSE]`)."""

import argparse
import os
import sys
from pathlib import Path

from python_ml.inputs.quality_report import quality_report


def main(arguments: list | None = None) -> int:
    """Print the report.

    Args:
        arguments: list of words; by default those of the process.

    Returns:
        int: exit code, 0 if all went well.
    """
    parser = argparse.ArgumentParser(prog="python -m python_ml.inputs", description=__doc__)
    parser.add_argument(
        "warehouse",
        nargs="?",
        type=Path,
        default=Path(os.environ.get("NBA_DATABASE_PATH", "warehouse/nba.duckdb")),
        help="DuckDB file; by default that of the project",
    )
    try:
        print(quality_report(parser.parse_args(arguments).warehouse))
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
