"""What has been delivered, kept so that a run that was killed goes on where it stopped."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from python_ml.activation.endpoint import Outcome
from python_ml.activation.payloads import Payload

SCHEMA = """
create table if not exists deliveries (
    delivery_key text primary key,
    target text not null,
    object text not null,
    decision_id text not null,
    operation text not null,
    status text not null check (status in ('delivered', 'dead')),
    status_code integer,
    attempt_count integer not null,
    answer text not null,
    payload text,
    recorded_at text not null
) without rowid
"""
DEAD_COLUMNS = "delivery_key, object, decision_id, operation, status_code, answer, payload"


class Journal:
    """A SQLite file of deliveries that came to an end.

    Only one run at a time may hold it.

    Args:
        path: the file; it and its folder are made if they are not there.

    Raises:
        ValueError: if another run holds it, or it is not a journal.
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(self.path, timeout=1, isolation_level=None)
        try:
            # Held until it is closed; a commit is on the disk when it returns.
            self._connection.execute("pragma locking_mode = exclusive")
            self._connection.execute("pragma synchronous = full")
            self._connection.execute("begin exclusive")
            self._connection.execute(SCHEMA)
            self._connection.execute("commit")
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise ValueError(
                f"The journal '{self.path}' is held by another delivery ({error}). Wait for it to "
                "end, or give this one a file of its own with --journal."
            ) from error
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ValueError(
                f"The file '{self.path}' is not a journal of deliveries ({error}). Name another "
                "one with --journal."
            ) from error

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file."""
        self._connection.close()

    def ended(self, target: str) -> dict[str, str]:
        """Deliveries to a target that came to an end.

        Args:
            target: key of the system.

        Returns:
            dict: delivery_key -> delivered or dead.
        """
        rows = self._connection.execute(
            "select delivery_key, status from deliveries where target = ?", [target]
        )
        return dict(rows)

    def record(self, ended: Iterable[tuple[Payload, Outcome]]) -> None:
        """Write deliveries that came to an end, all of them or none, to the disk.

        Args:
            ended: objects with what came of them, delivered or dead.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [
            (
                *(payload.delivery_key, payload.target, payload.object_name, payload.decision_id),
                *(payload.operation, outcome.status, outcome.status_code, outcome.attempt_count),
                outcome.answer if outcome.status == "dead" else "",
                payload.body if outcome.status == "dead" else None,
                now,
            )
            for payload, outcome in ended
        ]
        self._connection.execute("begin")
        self._connection.executemany(
            "insert or replace into deliveries values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        self._connection.execute("commit")

    def dead_letters(self, target: str) -> list[str]:
        """Objects that the endpoint would not take.

        Args:
            target: key of the system.

        Returns:
            list of str: a JSON object each, with the object and the answer, by delivery_key.
        """
        rows = self._connection.execute(
            f"select {DEAD_COLUMNS} from deliveries where target = ? and status = 'dead' "
            "order by delivery_key",
            [target],
        )
        names = DEAD_COLUMNS.split(", ")
        return [
            json.dumps(
                dict(zip(names, row, strict=True)) | {"payload": json.loads(row[-1])},
                ensure_ascii=False,
            )
            for row in rows
        ]
