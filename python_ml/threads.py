"""How many threads to work in where their number changes nothing but the time."""

import os


def machine_threads() -> int:
    """The number in NBA_THREADS, by default that of the cores that this process may use.

    Returns:
        int, at least 1.

    Raises:
        ValueError: if NBA_THREADS is no whole number from 1 on.
    """
    wanted = os.environ.get("NBA_THREADS", "")
    if not wanted:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores()
    if not wanted.isdigit() or not int(wanted):
        raise ValueError(f"NBA_THREADS is '{wanted}'. Set it to a whole number from 1 on.")
    return int(wanted)


def _cores():
    return os.cpu_count() or 1
