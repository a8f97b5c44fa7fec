"""Command line: worlds (`python -m python_ml.simulator --customers N --out DIR`) and more."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from python_ml.simulator import world
from python_ml.simulator.companies.company import write_company
from python_ml.simulator.companies.kinds import KINDS, simulate_company
from python_ml.simulator.describe import describe
from python_ml.simulator.dirt import add_dirt
from python_ml.simulator.replay_report import draw_picture, summary, write_table
from python_ml.simulator.settings import copy_settings
from python_ml.simulator.writer import FORMATS, as_text, make_folder, write_tables

DEFAULT_CUSTOMERS = 9_000
DEFAULT_SEED = 7
DEFAULT_DIRTY_RATE = 0.001
BUDGET_PER_CUSTOMER = 15.0


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}", file=sys.stderr)
        raise SystemExit(2)


def make_parser() -> argparse.ArgumentParser:
    """The commands and their options.

    Returns:
        argparse.ArgumentParser: `generate` is the command when none is named.
    """
    parser = _Parser(prog="python -m python_ml.simulator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    generate = commands.add_parser("generate", help="write a world's tables (the default)")
    _add_world_options(generate)
    generate.add_argument("--format", default="csv", choices=FORMATS)
    generate.add_argument("--out", type=Path, required=True, help="folder to write to")
    generate.add_argument(
        "--dirty-rate", type=float, default=DEFAULT_DIRTY_RATE, help="bad rows per row, 0 for none"
    )
    generate.add_argument(
        "--layout",
        default="folder",
        choices=["folder", "seeds"],
        help="folder: OUT/<name>.<format>; seeds: the CSV folders of the dbt project",
    )
    generate.set_defaults(run=generate_world)
    measure = commands.add_parser("describe", help="print a world's figures")
    _add_world_options(measure)
    measure.set_defaults(run=print_figures)
    again = commands.add_parser("replay", help="decide, wait for outcomes, learn; cycle by cycle")
    again.add_argument("--customers", type=int, default=10_000, help="in each cycle")
    again.add_argument("--cycles", type=int, default=20)
    again.add_argument("--budget", type=float, help="of each cycle; by default 15 a customer")
    again.add_argument("--seed", type=int, default=DEFAULT_SEED)
    again.add_argument("--policies", nargs="+", help="by default all")
    again.add_argument("--processes", type=int, default=4)
    again.add_argument("--out", type=Path, help="folder for replay.csv and replay.svg")
    again.set_defaults(run=replay_policies)
    alive = commands.add_parser("live", help="a company from day to day, built daily")
    _add_life_options(alive)
    foreign = commands.add_parser("company", help="write the exports of a made-up company")
    foreign.add_argument("--kind", required=True, choices=KINDS)
    foreign.add_argument("--customers", type=int, default=500)
    foreign.add_argument("--seed", type=int, default=1)
    foreign.add_argument("--out", type=Path, required=True, help="folder to write to")
    foreign.set_defaults(run=generate_company)
    return parser


def _add_world_options(command):
    command.add_argument("--customers", type=int, default=DEFAULT_CUSTOMERS)
    command.add_argument("--seed", type=int, default=DEFAULT_SEED)


def _add_life_options(command):
    command.add_argument("--days", type=int, default=180, help="each with one build")
    command.add_argument("--customers", type=int, default=1_000, help="on the first day")
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--start", default="2026-01-01", help="first day, YYYY-MM-DD")
    command.add_argument("--budget", type=float, help="of a month; by default 6 a customer")
    command.add_argument("--exploration-rate", type=float, default=0.2)
    command.add_argument(
        "--dbt-build-days", type=int, default=0, help="days that dbt builds as well, to compare"
    )
    command.add_argument(
        "--compare-spending", action="store_true", help="live again with other ways to spend"
    )
    command.add_argument(
        "--company", type=Path, help="folder of the company; built there if it is not yet"
    )
    command.set_defaults(run=live_from_day_to_day)


def live_from_day_to_day(options: argparse.Namespace) -> None:
    """Live a life, and print what came of it.

    Args:
        options: parsed command line of `live`.

    Raises:
        ValueError: if an option's value cannot be used, dbt cannot build the company, a build by
            dbt decides something else, or a rule is broken.
    """
    # dbt takes longer to import than a small world takes to write.
    from python_ml.simulator.life.command import live_and_report  # noqa: PLC0415

    live_and_report(options)


def print_figures(options: argparse.Namespace) -> None:
    """Print the figures of a world, one per line.

    Args:
        options: parsed command line of `describe`.

    Raises:
        ValueError: if an option's value cannot be used.
    """
    for name, figure in describe(world.simulate(options.customers, options.seed)).items():
        shown = f"{figure:.3f}" if abs(figure) < 1 else f"{figure:,.0f}"
        print(f"{name:60} {shown:>15}")


def replay_policies(options: argparse.Namespace) -> None:
    """Replay the policies, print a summary, and write the table and the picture.

    Args:
        options: parsed command line of `replay`.

    Raises:
        ValueError: if an option's value cannot be used.
    """
    # The learners take longer to import than a small world takes to write.
    from python_ml.simulator.replay import POLICIES, replay  # noqa: PLC0415

    if options.out:
        make_folder(options.out)
    budget = BUDGET_PER_CUSTOMER * options.customers if options.budget is None else options.budget
    cycles = replay(
        customers=options.customers,
        cycles=options.cycles,
        budget=budget,
        seed=options.seed,
        policies=tuple(options.policies or POLICIES),
        processes=options.processes,
    )
    print(summary(cycles))
    if options.out:
        write_table(cycles, options.out / "replay.csv")
        (options.out / "replay.svg").write_text(draw_picture(cycles))
        print(f"Wrote replay.csv and replay.svg to {options.out}")


def generate_world(options: argparse.Namespace) -> None:
    """Write a world's tables.

    Args:
        options: parsed command line of `generate`.

    Raises:
        ValueError: if an option's value cannot be used.
    """
    if options.layout == "seeds" and options.format != "csv":
        raise ValueError("Seeds are CSV: leave out --format, or use --layout folder.")
    company = world.simulate(options.customers, options.seed)
    make_folder(options.out)
    tables = world.raw_tables(company)
    if options.format == "csv":
        tables = {name: as_text(table) for name, table in tables.items()}
    tables = add_dirt(tables, options.dirty_rate, options.seed)
    tables[world.ORACLE_TABLE] = world.oracle_table(company)
    paths = {name: _path(options, name) for name in tables}
    write_tables(tables, paths, options.format)
    row_count = sum(table.num_rows for table in tables.values())
    settings_count = copy_settings(options.out) if options.layout == "folder" else 0
    print(f"Wrote {len(tables)} tables, {row_count:,} rows, to {options.out}")
    if settings_count:
        print(f"Wrote {settings_count} settings tables as CSV beside them")


def generate_company(options: argparse.Namespace) -> None:
    """Write the exports of a made-up company, and what is true of it.

    Args:
        options: parsed command line of `company`.

    Raises:
        ValueError: if an option's value cannot be used.
    """
    company = simulate_company(options.kind, options.customers, options.seed)
    make_folder(options.out)
    for path in write_company(company, options.out):
        print(f"Wrote {path}")


def _path(options, name):
    if options.layout == "folder":
        return options.out / f"{name}.{options.format}"
    if name == world.ORACLE_TABLE:
        return options.out / "oracle" / f"{name}.csv"
    return options.out / "demo" / f"raw_{name}.csv"


def main(arguments: list | None = None) -> int:
    """Run the command line.

    Args:
        arguments: list of words; by default those of the process.

    Returns:
        int: exit code, 0 if all went well.
    """
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments.insert(0, "generate")
    options = make_parser().parse_args(arguments)
    try:
        options.run(options)
    except MemoryError:
        print("error: Not enough memory: lower the number of customers.", file=sys.stderr)
        return 2
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
