"""Every change arrives, and none has its effect twice, whatever is killed."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from crm_server import CrmServer
from dbt_project import ROOT

from python_ml.activation.delivery import Trust, deliver
from python_ml.activation.endpoint import Endpoint, Patience
from python_ml.activation.journal import Journal
from python_ml.activation.payloads import read_payloads

PATIENCE = Patience(attempt_count=12, base_seconds=0.001, longest_seconds=0.01, timeout_seconds=0.5)
STRATEGIES = ["before_the_journal", "after_the_journal", "within_a_batch"]
SIGKILLS = 5
KILLS = 20


class Killed(BaseException):
    """Nothing catches it: as far as the code can tell, the process is gone."""


class MortalJournal(Journal):
    """Dies at one of its entries."""

    def __init__(self, path, strategy, entry):
        super().__init__(path)
        self.strategy, self.entries_left = strategy, entry

    def record(self, ended):
        self.entries_left -= 1
        if self.entries_left == 0 and self.strategy == "before_the_journal":
            raise Killed
        super().record(ended)
        if self.entries_left == 0 and self.strategy == "after_the_journal":
            raise Killed


class MortalEndpoint(Endpoint):
    """Dies after so many objects, whose outcomes nobody hears of."""

    def __init__(self, url, objects_left, **arguments):
        super().__init__(url, **arguments)
        self.objects_left = objects_left

    def deliver(self, payload):
        outcome = super().deliver(payload)
        self.objects_left -= 1
        if self.objects_left == 0:
            raise Killed
        return outcome


def run(published, folder, url, strategy=None, moment=0):
    """One run, killed at a moment: an entry of the journal, or an object."""
    trust = Trust()
    objects = moment if strategy == "within_a_batch" else -1
    journal = MortalJournal(folder / "journal.sqlite", strategy, moment)
    with journal:
        return deliver(
            read_payloads(published, target="crm"),
            target="crm",
            endpoint=MortalEndpoint(url, objects, patience=PATIENCE, is_given_up=trust.is_lost),
            trust=trust,
            journal=journal,
            dead_letter_path=folder / "dead.jsonl",
        )


def run_and_kill(published, folder, server, seconds):
    """One run in a process of its own, which gets SIGKILL some time after its first request."""
    before = server.request_count
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "python_ml.activation", "deliver", "--published", published),
            *("--target", "crm", "--url", server.url, "--journal", folder / "journal.sqlite"),
            *("--dead-letters", folder / "dead.jsonl", "--base-wait", "0.001"),
            *("--longest-wait", "0.01", "--timeout", "0.5", "--attempts", "12"),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    while server.request_count == before and process.poll() is None:
        time.sleep(0.01)
    time.sleep(seconds)
    assert process.poll() is None, "it ended before it was killed"
    process.kill()
    assert process.wait() == -signal.SIGKILL


def test_ten_thousand_changes_arrive_once_through_twenty_kills(many, tmp_path):
    draws = random.Random(17)
    with CrmServer(failure_rate=0.3, slow_seconds=0.6) as server:
        for number in range(KILLS - SIGKILLS):
            strategy = STRATEGIES[number % len(STRATEGIES)]
            most = 500 if strategy == "within_a_batch" else 5
            with pytest.raises(Killed):
                run(many, tmp_path, server.url, strategy, draws.randint(1, most))
        for _ in range(SIGKILLS):
            run_and_kill(many, tmp_path, server, draws.uniform(0, 0.3))
        tally = run(many, tmp_path, server.url)
        for _ in range(3):
            if not tally.pending_count:
                break
            tally = run(many, tmp_path, server.url)
        requests = server.request_count
        assert tally.pending_count == tally.dead_count == 0
        assert tally.delivered_count + tally.earlier_count == 10_000
        # The server's own books: each key once, and each object under one key.
        assert len(server.applied) == 10_000
        assert set(server.applied.values()) == {1}
        assert len({made["id"] for made in server.objects.values()}) == 10_000
        # Failing 30% of the time costs 1 / 0.7 requests for each; a kill repeats one batch at most.
        assert 10_000 / 0.7 * 0.95 < requests < 10_000 / 0.7 * 1.05 + KILLS * 100 / 0.7
        # Once everything is in the journal, nothing is sent again.
        again = run(many, tmp_path, server.url)
        assert (again.delivered_count, again.earlier_count) == (0, 10_000)
        assert server.request_count == requests


def test_a_journal_is_held_by_one_run_at_a_time(tmp_path):
    path = tmp_path / "journal.sqlite"
    with Journal(path), pytest.raises(ValueError, match="held by another delivery"):
        Journal(path)
    with Journal(path) as journal:
        assert journal.ended("crm") == {}
