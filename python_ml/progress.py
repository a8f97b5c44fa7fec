"""How far long work has come, for whoever watches a terminal. Elsewhere nothing is printed."""

import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from typing import TextIO, TypeVar

from tqdm import tqdm

# Work that takes less is not worth a word.
SHORTEST_SECONDS = 1
SECONDS_BETWEEN_LINES = 5
Item = TypeVar("Item")
LINE = "{desc}: {n_fmt} of {total_fmt} after {elapsed}"


class _Lines:
    """A stream on which each state of a bar is a line of its own.

    Work in a thread, such as a Python model within dbt, shares the terminal with whoever started
    it, who would write on in the middle of a bar.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        state = text.strip()
        if state:
            self._stream.write(f"{state}\n")

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], object]]:
    """Show how much of some work is done, on the standard error if it is a terminal.

    In the main thread it is a bar, which disappears when the work is done; in others a line every
    few seconds. In processes that were started to share the work it is nothing.

    Args:
        what: the work, in words.
        total: steps there are.

    Yields:
        function: to be called with a number of steps that were done, by one thread at a time.
    """
    is_silent = not sys.stderr.isatty() or parent_process() is not None
    if threading.current_thread() is threading.main_thread():
        bar = tqdm(
            desc=what,
            total=total,
            disable=is_silent,
            leave=False,
            delay=SHORTEST_SECONDS,
            dynamic_ncols=True,
            file=sys.stderr,
        )
    else:
        bar = tqdm(
            desc=what,
            total=total,
            disable=is_silent,
            leave=False,
            delay=SECONDS_BETWEEN_LINES,
            mininterval=SECONDS_BETWEEN_LINES,
            miniters=1,
            # Two models at a time: no moves of the cursor to keep their lines apart.
            position=0,
            bar_format=LINE,
            file=_Lines(sys.stderr),
        )
    with bar:
        yield bar.update


def tracked(items: Collection[Item], what: str) -> Iterator[Item]:
    """Go over items, showing how many are done.

    Args:
        items: what to go over.
        what: the work, in words.

    Yields:
        each item.
    """
    with progress(what, len(items)) as done:
        for item in items:
            yield item
            done(1)


def say(text: str) -> None:
    """Print a line while a bar may be shown.

    Args:
        text: the line.
    """
    tqdm.write(text)
