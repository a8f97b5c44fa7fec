"""Files, published whole: a reader finds the old one or the new one."""

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a text to a file and put it in the place of an older one.

    Args:
        path: the file; its folder is made if it is not there.
        parts: of the text, in their order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file and put it in the place of an older one.

    Args:
        path: the file; its folder is made if it is not there.
        lines: the lines, without their ends.
    """
    write_whole(path, (f"{line}\n" for line in lines))
