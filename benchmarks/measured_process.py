"""What a process takes: seconds, processor seconds, and memory over time."""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.1
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    """What a process and those it started took.

    Attributes:
        seconds: from start to end.
        processor_seconds: of all of them.
        peak_gigabytes: the most memory that all of them held at one time.
        memory: (time, gigabytes) of every look.
    """

    seconds: float
    processor_seconds: float
    peak_gigabytes: float
    memory: list[tuple[float, float]]

    def peak_within(self, started: float, ended: float) -> float:
        """The most memory that was held in a time.

        Args:
            started: seconds since 1970.
            ended: likewise.

        Returns:
            float: GB; that of the last look before it if there was none in it.
        """
        before = [held for at, held in self.memory if at <= started][-1:]
        return max(before + [held for at, held in self.memory if started <= at <= ended], default=0)


def run_measured(command: list[str], environment: dict[str, str]) -> Usage:
    """Run a command to its end, and look at its memory meanwhile.

    Args:
        command: words, the first a path.
        environment: all of its variables.

    Returns:
        Usage.

    Raises:
        SystemExit: if it fails.
    """
    started = time.time()
    process = os.posix_spawn(command[0], command, environment)
    memory, ended = [], threading.Event()

    def look():
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            memory.append((time.time(), _resident_bytes(process) / 1e9))

    watcher = threading.Thread(target=look)
    watcher.start()
    _, status, used = os.wait4(process, 0)
    seconds = time.time() - started
    ended.set()
    watcher.join()
    if status:
        raise SystemExit(f"{' '.join(command[:4])} failed.")
    own_peak = used.ru_maxrss / 1e6
    return Usage(
        seconds,
        used.ru_utime + used.ru_stime,
        max(own_peak, max((held for _, held in memory), default=0.0)),
        memory,
    )


def _resident_bytes(process):
    """Memory of a process and its descendants; 0 of what has ended meanwhile."""
    folder = Path(f"/proc/{process}")
    try:
        pages = int((folder / "statm").read_text().split()[1])
        tasks = list((folder / "task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except (OSError, IndexError):
        return 0
    return pages * PAGE + sum(_resident_bytes(child) for child in children)
