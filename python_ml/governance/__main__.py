"""Pages for auditors and for customers who ask why.

`python -m python_ml.governance model_card|explanation CUSTOMER [--published PATH] [--output PATH]`
"""

import argparse
import sys
from pathlib import Path

import duckdb

from python_ml.governance.explanation import explanation
from python_ml.governance.model_card import model_card
from python_ml.publication.served_file import add_published_option, require_published
from python_ml.report.published import Published


def write_page(given: argparse.Namespace) -> str:
    """The page that the command line asks for.

    Args:
        given: argparse.Namespace with page, published and, for an explanation, customer.

    Returns:
        str: Markdown.

    Raises:
        ValueError: if nothing is published, or nothing of the customer.
    """
    require_published(given.published)
    with duckdb.connect(str(given.published), read_only=True) as connection:
        published = Published(connection)
        if given.page == "model_card":
            return model_card(published)
        return explanation(published, given.customer)


def main(arguments: list[str] | None = None) -> None:
    """Print the page, or write it where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m python_ml.governance", description=__doc__)
    pages = parser.add_subparsers(dest="page", required=True)
    card = pages.add_parser("model_card", help="data, performance, fairness, limits, approvals")
    why = pages.add_parser("explanation", help="why one customer is recommended what they are")
    why.add_argument("customer", help="customer_id as in the table customers")
    for page in (card, why):
        add_published_option(page)
        page.add_argument("--output", type=Path, help="the Markdown file; printed by default")
    given = parser.parse_args(arguments)
    try:
        text = write_page(given)
    except ValueError as error:
        sys.exit(str(error))
    if given.output:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
