"""Where the published tables are, for every command that reads them."""

import argparse
import os
from pathlib import Path

DEFAULT_PUBLISHED = "published/nba.duckdb"


def published_path() -> Path:
    """The served DuckDB file: NBA_PUBLISHED_PATH, or where the demo's is.

    Returns:
        Path.
    """
    return Path(os.environ.get("NBA_PUBLISHED_PATH", DEFAULT_PUBLISHED))


def add_published_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where the served file is.

    Args:
        parser: of the command.
    """
    parser.add_argument(
        "--published", type=Path, default=published_path(), help="the served DuckDB file"
    )


def require_published(path: Path) -> None:
    """Check that there is something to read.

    Args:
        path: of the served DuckDB file.

    Raises:
        ValueError: if nothing has been published at that path.
    """
    if not Path(path).is_file():
        raise ValueError(f"Nothing is published at '{path}'. Run `make build` first.")
