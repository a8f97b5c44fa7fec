"""Command line: `python -m python_ml.starter --from DIR_OR_DUCKDB --out PROJECT`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from python_ml.starter.contract import ENGINE
from python_ml.starter.dbt_files import Package
from python_ml.starter.project import project_files, project_name, require_free, write_project
from python_ml.starter.proposal import Proposal, propose
from python_ml.starter.settings import goal_lines


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}", file=sys.stderr)
        raise SystemExit(2)


def make_parser() -> argparse.ArgumentParser:
    """The options.

    Returns:
        argparse.ArgumentParser: of the command.
    """
    parser = _Parser(prog="python -m python_ml.starter", description=__doc__)
    parser.add_argument(
        "--from", dest="origin", type=Path, required=True, help="folder of files, or a DuckDB file"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the project to write")
    parser.add_argument(
        "--package",
        help="folder or Git address of Next Best Action; by default, where this runs from",
    )
    parser.add_argument("--revision", default="main", help="of the Git repository")
    parser.add_argument("--force", action="store_true", help="write over files that are there")
    return parser


def _package(options):
    address = options.package or str(ENGINE)
    if "://" in address or address.startswith("git@") or address.endswith(".git"):
        return Package(address, options.revision)
    if not (Path(address) / "dbt_project.yml").is_file():
        raise ValueError(
            f"'{address}' holds no dbt project. Let --package name the folder of Next Best "
            "Action, or the "
            "address of its Git repository."
        )
    # Both folders may move together.
    return Package(os.path.relpath(Path(address).resolve(), options.out.resolve()), "")


def start(options: argparse.Namespace) -> Proposal:
    """Look at the company's tables and write the project.

    Args:
        options: parsed command line.

    Returns:
        Proposal: what was found.

    Raises:
        ValueError: if an option's value or a file cannot be used.
        OSError: if a file cannot be written.
    """
    require_free(options.out, force=options.force)
    name, package = project_name(options.out), _package(options)
    with tempfile.TemporaryDirectory() as scratch:
        proposal = propose(options.origin, Path(scratch))
    write_project(options.out, project_files(name, proposal, package))
    return proposal


def _report(proposal, folder):
    tables = proposal.matching.tables
    lines = [
        f"{match.source.label:<28} {match.source.row_count:>12,}  {match.table.name}"
        + ("" if match.is_sure else "  (check)")
        for match in tables.values()
    ]
    for source in proposal.matching.unmatched:
        used = any(metric.source is source for metric in proposal.metrics)
        what = "customer_outcomes  (check)" if used else "not used"
        lines.append(f"{source.label:<28} {source.row_count:>12,}  {what}")
    goals = next(setting for setting in proposal.settings if setting.name == "goals")
    if not goals.rows:
        lines += ["", "What should customers do? Put lines you choose into seeds/goals.csv:"]
        lines += goal_lines(proposal.metrics) or ["(no file tells what customers do)"]
    return "\n".join(
        [*lines, "", f"Wrote {folder}. Read its README.md, then run make check-inputs there."]
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: words; by default those of the process.

    Returns:
        int: exit code, 0 if all went well.
    """
    options = make_parser().parse_args(arguments)
    try:
        print(_report(start(options), options.out))
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
