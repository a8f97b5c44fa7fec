"""Whether a build fits into the machine, judged by its rows before anything is described."""

import logging
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

LOGGER = logging.getLogger(__name__)
GIGABYTE = 1e9
# Measured on builds of 100,000 and 1,000,000 simulated customers (docs/benchmarks.md, Memory).
PROCESS_BYTES = 0.6 * GIGABYTE
BYTES_PER_OPTION = 260
BYTES_PER_LEARNT_ROW = 6_000
DISK_BYTES_PER_CUSTOMER = 8_200
CONTAINER_LIMITS = (
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)
# What a step does, and what to change if it does not fit.
WORK = {
    "allocation": (
        "Deciding about everybody, as a first build does, among {:,} options needs",
        "Set NBA_MEMORY_LIMIT lower, or take a machine with more memory for it",
    ),
    "learning": (
        "Learning from {:,} rows needs",
        "Set NBA_MEMORY_LIMIT, nba_uplift_unit_limit or nba_propensity_row_limit lower",
    ),
    "disk": (
        "The warehouse of {:,} customers will grow by",
        "Free some, or let NBA_DATABASE_PATH and NBA_SPILL_PATH name a larger disk",
    ),
}
UNITS = {"bytes": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}
SCHEMA = pa.schema(
    {
        "step": pa.string(),
        "row_count": pa.int64(),
        "needed_gigabytes": pa.float64(),
        "available_gigabytes": pa.float64(),
        "advice": pa.string(),
    }
)


@dataclass(frozen=True)
class Machine:
    """What there is.

    Attributes:
        memory_bytes: of the machine, or of its container if that is less; None if unknown.
        database_bytes: that DuckDB may take of it.
        free_disk_bytes: beside the warehouse.
        warehouse_bytes: what the warehouse takes already.
    """

    memory_bytes: int | None
    database_bytes: float
    free_disk_bytes: int
    warehouse_bytes: int


def memory_estimates(rows: pa.Table, machine: Machine) -> pa.Table:
    """Compare what the largest steps need with what the machine has.

    Args:
        rows: pyarrow.Table of one row: customer_count, action_count, unit_count and
            past_action_count, the latter two as many as are learnt from.
        machine: Machine.

    Returns:
        pyarrow.Table: of `SCHEMA`, a row per step; advice is null where it fits. It is no more than
        advice, as builds that decide about few customers or learn nothing need less.
    """
    (counts,) = rows.to_pylist()
    options = counts["customer_count"] * counts["action_count"]
    learnt = counts["unit_count"] + counts["past_action_count"]
    allocation = PROCESS_BYTES + options * BYTES_PER_OPTION
    learning = PROCESS_BYTES + learnt * BYTES_PER_LEARNT_ROW
    disk = max(counts["customer_count"] * DISK_BYTES_PER_CUSTOMER - machine.warehouse_bytes, 0)
    beside = None if machine.memory_bytes is None else machine.memory_bytes - machine.database_bytes
    steps = (
        Step("allocation", options, allocation, beside),
        Step("learning", learnt, learning, beside),
        Step("disk", counts["customer_count"], disk, machine.free_disk_bytes),
    )
    return pa.Table.from_pylist([step.row() for step in steps], schema=SCHEMA)


@dataclass(frozen=True)
class Step:
    """What a step needs, and what there is for it.

    Attributes:
        name: one of those of `WORK`.
        row_count: that it works on.
        needed_bytes: estimated.
        available_bytes: None if unknown.
    """

    name: str
    row_count: int
    needed_bytes: float
    available_bytes: float | None

    def row(self) -> dict:
        """A row of `SCHEMA`."""
        needed, available = self.needed_bytes, self.available_bytes
        fits = available is None or needed <= available
        return {
            "step": self.name,
            "row_count": self.row_count,
            "needed_gigabytes": _gigabytes(needed),
            "available_gigabytes": _gigabytes(available),
            "advice": None if fits else self._advice(),
        }

    def _advice(self):
        work, remedy = WORK[self.name]
        left = "its disk has" if self.name == "disk" else "DuckDB's limit leaves"
        return (
            f"{work.format(self.row_count)} about {_gigabytes(self.needed_bytes):.1f} GB, and "
            f"{left} {max(_gigabytes(self.available_bytes), 0.0):.1f} GB. {remedy}."
        )


def warn(estimates: pa.Table) -> None:
    """Say what may not fit.

    Args:
        estimates: pyarrow.Table of `SCHEMA`.
    """
    for advice in estimates.column("advice").drop_null().to_pylist():
        LOGGER.warning(advice)


def this_machine(session: duckdb.DuckDBPyConnection) -> Machine:
    """What this machine has, and what DuckDB may take of it.

    Args:
        session: DuckDB connection of the build.

    Returns:
        Machine.
    """
    ((limit, database),) = session.execute(
        "select current_setting('memory_limit'), max(path) from duckdb_databases() "
        "where database_name = current_database()"
    ).fetchall()
    file = Path(database or ".")
    return Machine(
        memory_of_machine(),
        bytes_of(limit),
        shutil.disk_usage(file.absolute().parent).free,
        file.stat().st_size if database and file.exists() else 0,
    )


def memory_of_machine(
    meminfo: Path = Path("/proc/meminfo"), limits: Sequence[str | Path] = CONTAINER_LIMITS
) -> int | None:
    """Memory of the machine, or of the container if that is less.

    Args:
        meminfo: where Linux says what there is.
        limits: where it says what a container may take.

    Returns:
        int: bytes; None if the system does not say.
    """
    told = re.search(r"MemTotal:\s+(\d+) kB", meminfo.read_text()) if meminfo.exists() else None
    if not told:
        return None
    total = int(told[1]) * 1024
    texts = [Path(path).read_text().strip() for path in limits if Path(path).exists()]
    return min([total, *(int(text) for text in texts if text.isdigit())])


def bytes_of(size: str) -> float:
    """A size as DuckDB writes it, such as 11.7 GiB, in bytes.

    Args:
        size: number and unit.

    Returns:
        float.
    """
    number, unit = size.split()
    return float(number) * UNITS[unit.lower()]


def _gigabytes(size):
    return None if size is None else round(size / GIGABYTE, 3)
