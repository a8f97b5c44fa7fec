"""Deliveries: every change arrives once in effect, whatever is killed or fails in between."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from python_ml.activation.endpoint import Endpoint, EndpointError, Outcome
from python_ml.activation.journal import Journal
from python_ml.activation.payloads import Payload
from python_ml.publication.whole_files import write_lines

# Objects in a row that patience ended for, after which the endpoint counts as down.
MISSES_BEFORE_GIVING_UP = 3


class Trust:
    """Whether an endpoint still answers, as all threads see it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._miss_count = 0

    def note(self, outcome: Outcome) -> None:
        """Count objects in a row without a good answer.

        Args:
            outcome: what came of an object.
        """
        with self._lock:
            self._miss_count = self._miss_count + 1 if outcome.status == "pending" else 0

    def is_lost(self) -> bool:
        """Whether the endpoint counts as down."""
        return self._miss_count >= MISSES_BEFORE_GIVING_UP


@dataclass(frozen=True)
class Tally:
    """How a run ended.

    Attributes:
        delivered_count: objects delivered by this run.
        earlier_count: objects that earlier runs had delivered.
        dead_count: objects that the endpoint would not take, in this run or earlier.
        pending_count: objects that are still to be delivered.
        last_problem: the last answer of an object that is still to be delivered; empty without one.
    """

    delivered_count: int
    earlier_count: int
    dead_count: int
    pending_count: int
    last_problem: str


def deliver(
    payloads: list[Payload],
    *,
    target: str,
    endpoint: Endpoint,
    trust: Trust,
    journal: Journal,
    dead_letter_path: Path,
    batch_size: int = 100,
    worker_count: int = 4,
    retry_dead_letters: bool = False,
) -> Tally:
    """Post what the journal does not have yet, batch by batch.

    What came of a batch is on the disk before the next one begins. A run that is killed repeats the
    requests of one batch at most, under the same keys. Objects about one customer are delivered in
    their order: where one is held up, the later ones wait for the next run.

    Args:
        payloads: objects in the order to deliver them.
        target: key of the system they are for.
        endpoint: where to post them.
        trust: what the endpoint looks at to give up; it is told every outcome.
        journal: what has been delivered.
        dead_letter_path: JSON Lines file of the objects that the endpoint would not take.
        batch_size: objects between two entries of the journal.
        worker_count: requests at the same time.
        retry_dead_letters: whether to try once more what was refused before.

    Returns:
        Tally: how it ended.

    Raises:
        EndpointError: if no object can be delivered as the command is called.
    """
    ended = journal.ended(target)
    earlier = {key for key, status in ended.items() if status == "delivered"}
    done = earlier if retry_dead_letters else set(ended)
    waiting = [payload for payload in payloads if payload.delivery_key not in done]
    counts, held_up, problem = Counter(), set(), ""
    _write_dead_letters(journal, target, dead_letter_path)
    for start in range(0, len(waiting), batch_size):
        batch = [
            payload
            for payload in waiting[start : start + batch_size]
            if payload.customer_id not in held_up
        ]
        outcomes, error = _deliver_batch(batch, endpoint, trust, worker_count)
        journal.record(pair for pair in outcomes if pair[1].status != "pending")
        counts.update(outcome.status for _, outcome in outcomes)
        if any(outcome.status == "dead" for _, outcome in outcomes) or retry_dead_letters:
            _write_dead_letters(journal, target, dead_letter_path)
        if error:
            raise error
        missed = [pair for pair in outcomes if pair[1].status == "pending"]
        held_up |= {payload.customer_id for payload, _ in missed}
        # Who was not tried any more, as others had failed, has no answer to tell.
        answers = [outcome.answer for _, outcome in missed if outcome.answer]
        problem = answers[-1] if answers else problem
        if trust.is_lost():
            break
    keys = {payload.delivery_key for payload in payloads}
    dead = sum(status == "dead" for key, status in journal.ended(target).items() if key in keys)
    return Tally(
        delivered_count=counts["delivered"],
        earlier_count=len(keys & earlier),
        dead_count=dead,
        pending_count=len(keys) - counts["delivered"] - len(keys & earlier) - dead,
        last_problem=problem,
    )


def _deliver_batch(batch, endpoint, trust, worker_count):
    """Objects with their outcomes, and the error that stopped some of them, if any."""
    by_customer = {}
    for payload in batch:
        by_customer.setdefault(payload.customer_id, []).append(payload)
    groups = list(by_customer.values())
    shares = [groups[number::worker_count] for number in range(worker_count)]
    outcomes, error = [], None
    with ThreadPoolExecutor(worker_count) as workers:
        results = [workers.submit(_deliver_share, share, endpoint, trust) for share in shares]
    for result in results:
        found, stopped_by = result.result()
        outcomes += found
        error = error or stopped_by
    return outcomes, error


def _deliver_share(groups, endpoint, trust):
    outcomes = []
    try:
        for group in groups:
            for payload in group:
                outcome = endpoint.deliver(payload)
                trust.note(outcome)
                outcomes.append((payload, outcome))
                if outcome.status == "pending":
                    break
            if trust.is_lost():
                break
    except EndpointError as error:
        return outcomes, error
    finally:
        endpoint.close()
    return outcomes, None


def _write_dead_letters(journal, target, path):
    lines = journal.dead_letters(target)
    if lines or path.exists():
        write_lines(path, lines)
