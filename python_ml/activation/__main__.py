"""Hand over what is recommended: `python -m python_ml.activation export` and `... deliver`."""

import argparse
import sys
from pathlib import Path

from python_ml.activation.delivery import Tally, Trust, deliver
from python_ml.activation.endpoint import Endpoint, Patience, token_from_environment
from python_ml.activation.export import export
from python_ml.activation.journal import Journal
from python_ml.activation.payloads import read_payloads, read_targets
from python_ml.publication.served_file import add_published_option

EVERYTHING_ARRIVED, SOME_REFUSED, WRONG_CALL, SOME_PENDING = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands.

    Args:
        arguments: the command line; None for that of the process.

    Returns:
        int: exit code, 0 if all is done, 1 if the endpoint refused objects for good, 2 if the call
        has to be changed, 3 if objects are still to be delivered and the same call will go on.
    """
    given = _parser().parse_args(arguments)
    try:
        return given.command(given)
    except ValueError as error:
        print(error, file=sys.stderr)
        return WRONG_CALL


def _export(given):
    targets = [given.target] if given.target else read_targets(given.published)
    written = export(
        given.published,
        given.output or given.published.with_name("activation"),
        targets=targets,
        file_format=given.format,
        only_new=not given.all,
    )
    for path, count in written.items():
        print(f"{count:,} in {path}")
    if not written:
        print("Nothing has changed since the last publication; --all writes what is open.")
    return EVERYTHING_ARRIVED


def _deliver(given):
    payloads = read_payloads(given.published, target=given.target, object_name=given.object)
    trust = Trust()
    patience = Patience(
        attempt_count=given.attempts,
        base_seconds=given.base_wait,
        longest_seconds=given.longest_wait,
        timeout_seconds=given.timeout,
        seed=given.seed,
    )
    endpoint = Endpoint(
        given.url,
        token=token_from_environment(given.token_env),
        patience=patience,
        is_given_up=trust.is_lost,
    )
    journal_path = given.journal or given.published.with_name("deliveries.sqlite")
    dead_letters = given.dead_letters or given.published.with_name(
        f"dead_letters_{given.target}.jsonl"
    )
    with Journal(journal_path) as journal:
        tally = deliver(
            payloads,
            target=given.target,
            endpoint=endpoint,
            trust=trust,
            journal=journal,
            dead_letter_path=dead_letters,
            batch_size=given.batch_size,
            worker_count=given.parallel,
            retry_dead_letters=given.retry_dead_letters,
        )
    print(_sentence(tally, given.target, dead_letters))
    if tally.pending_count:
        return SOME_PENDING
    return SOME_REFUSED if tally.dead_count else EVERYTHING_ARRIVED


def _sentence(tally: Tally, target, dead_letters):
    parts = [
        f"{target}: {tally.delivered_count:,} delivered, {tally.earlier_count:,} had been before."
    ]
    if tally.dead_count:
        parts.append(
            f"{tally.dead_count:,} were refused and are in {dead_letters}; mend crm_fields or the "
            "endpoint and add --retry-dead-letters."
        )
    if tally.pending_count:
        parts.append(
            f"{tally.pending_count:,} are still to be delivered ({tally.last_problem}); run the "
            "same command again."
        )
    return " ".join(parts)


def _parser():
    parser = argparse.ArgumentParser(prog="python -m python_ml.activation", description=__doc__)
    commands = parser.add_subparsers(required=True)
    common = argparse.ArgumentParser(add_help=False)
    add_published_option(common)

    exporting = commands.add_parser("export", parents=[common], help="write files")
    exporting.set_defaults(command=_export)
    exporting.add_argument("--format", choices=["csv", "jsonl"], default="csv")
    exporting.add_argument("--target", help="system of crm_fields; all of them by default")
    exporting.add_argument(
        "--output", type=Path, help="folder; activation beside the served file by default"
    )
    exporting.add_argument(
        "--all", action="store_true", help="what is open as well, and not only what has changed"
    )

    delivering = commands.add_parser("deliver", parents=[common], help="post to an endpoint")
    delivering.set_defaults(command=_deliver)
    delivering.add_argument("--url", required=True, help="address that takes one object per post")
    delivering.add_argument("--target", required=True, help="system of crm_fields")
    delivering.add_argument("--object", help="kind of object; all of the target by default")
    delivering.add_argument(
        "--token-env", metavar="NAME", help="environment variable that holds a bearer token"
    )
    delivering.add_argument(
        "--journal", type=Path, help="deliveries.sqlite beside the served file by default"
    )
    delivering.add_argument("--dead-letters", type=Path, help="JSON Lines file of what is refused")
    delivering.add_argument("--retry-dead-letters", action="store_true")
    delivering.add_argument("--batch-size", type=_count, default=100)
    delivering.add_argument("--parallel", type=_count, default=4, help="requests at a time")
    delivering.add_argument("--attempts", type=_count, default=8, help="requests for one object")
    delivering.add_argument("--base-wait", type=_seconds, default=0.5, help="seconds")
    delivering.add_argument("--longest-wait", type=_seconds, default=60, help="seconds")
    delivering.add_argument("--timeout", type=_seconds, default=30, help="seconds")
    delivering.add_argument("--seed", type=int, default=0, help="seed of the jitter")
    return parser


def _count(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _seconds(text):
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be above 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
