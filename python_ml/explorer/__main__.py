"""Open the explorer: `python -m python_ml.explorer [--published PATH] [--port PORT]`."""

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from python_ml.publication.served_file import add_published_option, require_published

APP = Path(__file__).with_name("app.py")
NOT_INSTALLED = (
    "The explorer needs streamlit, which is not installed. Run `make explore`, or install this "
    "project with its extra explore: pip install 'next-best-action[explore]'."
)


def command(port: int) -> list[str]:
    """The command that serves the page on this machine, to nobody else.

    Args:
        port: number of the port.

    Returns:
        list of words.
    """
    return [
        *(sys.executable, "-m", "streamlit", "run", str(APP)),
        *("--server.address", "127.0.0.1", "--server.port", str(port)),
        *("--browser.gatherUsageStats", "false", "--client.toolbarMode", "viewer"),
        *("--server.headless", "true"),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until it is interrupted; if all is well it does not return.

    Args:
        arguments: list of words; by default those of the process.

    Returns:
        int: exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m python_ml.explorer", description=__doc__)
    add_published_option(parser)
    parser.add_argument("--port", type=int, default=8501, help="on this machine")
    given = parser.parse_args(arguments)
    try:
        require_published(given.published)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if importlib.util.find_spec("streamlit") is None:
        print(NOT_INSTALLED, file=sys.stderr)
        return 2
    surroundings = {
        **os.environ,
        "NBA_PUBLISHED_PATH": str(given.published.resolve()),
        # The page imports this package from wherever it was imported here.
        "PYTHONPATH": os.pathsep.join([str(APP.parents[2]), os.environ.get("PYTHONPATH", "")]),
    }
    # Streamlit takes the place of this process, so that whoever ends one ends the other.
    os.execve(sys.executable, command(given.port), surroundings)  # noqa: S606, no shell is needed
    return 0


if __name__ == "__main__":
    sys.exit(main())
