"""Write the report: `python -m python_ml.report [--published PATH] [--output PATH]`."""

import argparse
import sys
from pathlib import Path

from python_ml.publication.served_file import add_published_option
from python_ml.publication.whole_files import write_whole

NOT_INSTALLED = (
    "The report needs {}, which is not installed. Install this project with its extra report, "
    "for example: pip install 'next-best-action[report]'."
)


def write_report(published_path: Path, output_path: Path) -> Path:
    """Make the report and put it in the place of an older one, as a whole.

    Args:
        published_path: the served DuckDB file.
        output_path: the HTML file; its folder is made if it is not there.

    Returns:
        Path: the file that was written.

    Raises:
        ValueError: if nothing has been published, or a library is not installed.
    """
    try:
        from python_ml.report.page import render  # noqa: PLC0415, drawing is an optional extra
    except ModuleNotFoundError as error:
        raise ValueError(NOT_INSTALLED.format(error.name)) from error
    page = render(published_path)
    output = Path(output_path)
    write_whole(output, [page])
    return output


def main(arguments: list[str] | None = None) -> None:
    """Write the report of the published file beside it, or where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m python_ml.report", description=__doc__)
    add_published_option(parser)
    parser.add_argument(
        "--output", type=Path, help="the HTML file; report.html beside the served file by default"
    )
    given = parser.parse_args(arguments)
    try:
        output = write_report(
            given.published, given.output or given.published.with_name("report.html")
        )
    except ValueError as error:
        sys.exit(str(error))
    print(f"Report in {output} ({output.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
