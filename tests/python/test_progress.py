"""Progress is seen on a terminal, in whole lines within dbt, and nowhere else."""

import io
import threading
import time
from types import SimpleNamespace

import pytest

from python_ml import progress as module
from python_ml.estimation.boosting import in_parallel
from python_ml.progress import progress, say, tracked


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal in the place of the standard error; work of any length is worth a word."""
    stream = Terminal()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(module, "SHORTEST_SECONDS", 0)
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LINES", 0)
    # A thread that watches bars would outlive the test.
    monkeypatch.setattr(module.tqdm, "monitor_interval", 0)
    return stream


def work():
    done = []
    for fold in tracked(range(3), "Folds"):
        # A bar is drawn anew ten times a second at most.
        time.sleep(0.11)
        done.append(fold)
    assert done == [0, 1, 2]


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def test_a_terminal_sees_a_bar_that_disappears(terminal):
    work()
    text = terminal.getvalue()
    assert "Folds" in text
    assert "3/3" in text
    assert text.endswith("\r")
    assert "\n" not in text


def test_a_thread_writes_whole_lines(terminal):
    in_thread(work)
    lines = terminal.getvalue().splitlines()
    assert terminal.getvalue().endswith("\n")
    assert "\r" not in terminal.getvalue()
    assert [line.split(" after ")[0] for line in lines] == [
        f"Folds: {number} of 3" for number in range(4)
    ]


@pytest.mark.parametrize("run", [lambda work: work(), in_thread])
def test_a_pipe_sees_nothing(monkeypatch, run):
    stream = io.StringIO()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(module, "SHORTEST_SECONDS", 0)
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LINES", 0)
    run(work)
    assert stream.getvalue() == ""


def test_a_process_that_shares_the_work_says_nothing(terminal, monkeypatch):
    monkeypatch.setattr(module, "parent_process", lambda: "another")
    work()
    assert terminal.getvalue() == ""


def test_short_work_is_not_worth_a_word(terminal, monkeypatch):
    monkeypatch.setattr(module, "SHORTEST_SECONDS", 60)
    work()
    assert terminal.getvalue() == ""


def test_jobs_side_by_side_are_counted_and_their_errors_kept(terminal):
    assert in_parallel([lambda i=i: i for i in range(4)], "Learners") == [0, 1, 2, 3]
    assert "Learners" in terminal.getvalue()

    def fails():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        in_parallel([fails, fails], "Learners")


def test_a_line_beside_a_bar_is_whole(terminal, capsys):
    with progress("Days", 2) as done:
        done(1)
        say("Day 1 is over")
    assert capsys.readouterr().out == "Day 1 is over\n"
    assert "Days" in terminal.getvalue()
