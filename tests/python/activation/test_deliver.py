"""Deliveries to an endpoint that behaves, and to ones that do not."""

import hashlib
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import duckdb
import pytest
from crm_server import CrmServer

from python_ml.activation.__main__ import main
from python_ml.activation.delivery import MISSES_BEFORE_GIVING_UP
from python_ml.activation.waiting import backoff_seconds, retry_after_seconds

QUICK = ["--base-wait", "0.001", "--longest-wait", "0.01", "--attempts", "3", "--timeout", "0.3"]
# Key of the first change of the first customer.
FIRST = hashlib.md5(b"key0").hexdigest()


@pytest.fixture
def deliver(few, tmp_path, capsys):
    """Calls the command with a journal of the test's own: exit code, and what it printed."""

    def call(url, *arguments, published=few):
        code = main(
            [
                *("deliver", "--published", str(published), "--target", "crm", "--url", url),
                *("--journal", str(tmp_path / "journal.sqlite")),
                *("--dead-letters", str(tmp_path / "dead.jsonl"), *QUICK, *arguments),
            ]
        )
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return call


def answers(status, headers=None, before=None):
    """A script that answers so for the first requests, then 200."""

    def script(count):
        return (status, headers or {}) if before is None or count <= before else (200, {})

    return script


def test_everything_arrives_as_it_is_and_a_second_run_sends_nothing(deliver):
    with CrmServer() as server:
        code, text = deliver(server.url)
        assert (code, text) == (0, "crm: 10 delivered, 0 had been before.\n")
        assert server.objects[next(iter(server.objects))]["note"] == 'naïve, "quoted"'
        assert server.headers["NBA-Object"] == "task"
        assert server.headers["NBA-Operation"] in {"insert", "withdraw"}
        assert deliver(server.url) == (0, "crm: 0 delivered, 10 had been before.\n")
        assert server.request_count == 10


def test_one_customer_hears_things_in_their_order(deliver):
    with CrmServer(failure_rate=0.5) as server:
        deliver(server.url, "--attempts", "20", "--batch-size", "4")
        by_customer = {}
        for key in server.order:
            made = server.objects[key]
            by_customer.setdefault(made["customer"]["key"], []).append(int(made["id"]))
        assert len(by_customer) == 5
        assert all(ids == sorted(ids) for ids in by_customer.values())


def test_what_is_held_up_holds_up_the_later_changes_of_its_customer_alone(deliver):
    with CrmServer() as server:
        server.misbehaviour = lambda key: "refuse" if key == FIRST else None
        code, text = deliver(server.url)
        assert code == 3
        assert "8 delivered" in text
        assert "2 are still to be delivered" in text
        assert {made["customer"]["key"] for made in server.objects.values()} == {
            "C1",
            "C2",
            "C3",
            "C4",
        }
        del server.misbehaviour
        assert deliver(server.url)[0] == 0
        assert [int(server.objects[key]["id"]) for key in server.order[-2:]] == [0, 1]


def test_what_is_refused_is_a_dead_letter_until_it_is_to_be_tried_again(deliver, tmp_path):
    with CrmServer(script={"/strict": answers(422)}) as server:
        code, text = deliver(server.url.replace("/objects", "/strict"))
        assert code == 1
        assert "10 were refused" in text
        letters = [json.loads(line) for line in (tmp_path / "dead.jsonl").read_text().splitlines()]
        assert len(letters) == 10
        assert letters[0]["status_code"] == 422
        assert letters[0]["payload"]["customer"]["key"].startswith("C")
        # Refused once is refused: no attempt is wasted on it, in this run and the next.
        assert server.request_count == 10
        assert deliver(server.url)[0] == 1
        assert server.request_count == 10
        assert deliver(server.url, "--retry-dead-letters")[0] == 0
        assert server.request_count == 20
        assert (tmp_path / "dead.jsonl").read_text() == ""


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_what_may_be_otherwise_later_is_tried_again(deliver, status):
    with CrmServer(script={"/busy": answers(status, before=2)}) as server:
        code, _ = deliver(server.url.replace("/objects", "/busy"), "--parallel", "1")
        assert code == 0
        assert server.request_count == 12


def test_an_endpoint_that_is_down_is_given_up_soon(deliver):
    with CrmServer(script={"/down": answers(503)}) as server:
        code, text = deliver(server.url.replace("/objects", "/down"), "--parallel", "1")
        assert code == 3
        assert "10 are still to be delivered" in text
        assert server.request_count == 3 * MISSES_BEFORE_GIVING_UP


def test_nobody_listening_leaves_everything_for_the_next_run(deliver):
    with CrmServer() as server:
        url = server.url
    code, text = deliver(url)
    assert code == 3
    assert "ConnectionRefusedError" in text
    assert "run the same command again" in text


def test_slow_answers_are_asked_for_again_and_have_their_effect_once(deliver):
    with CrmServer(failure_rate=1, slow_seconds=0.5) as server:
        slow_once = {}
        server.misbehaviour = lambda key: (
            None if slow_once.setdefault(key, []) else slow_once[key].append(1) or "be_slow"
        )
        assert deliver(server.url)[0] == 0
        assert server.request_count == 20
        time.sleep(0.6)
        assert set(server.applied.values()) == {1}


def test_a_wait_that_is_asked_for_is_kept(deliver):
    asked = answers(429, {"Retry-After": "1"}, before=1)
    with CrmServer(script={"/wait": asked}) as server:
        begun = time.monotonic()
        url = server.url.replace("/objects", "/wait")
        assert deliver(url, "--longest-wait", "2", "--parallel", "1")[0] == 0
        assert time.monotonic() - begun >= 1


def test_a_wait_beyond_patience_leaves_the_endpoint_alone(deliver):
    with CrmServer(script={"/wait": answers(429, {"Retry-After": "3600"})}) as server:
        code, _ = deliver(server.url.replace("/objects", "/wait"), "--parallel", "1")
        assert code == 3
        assert server.request_count == MISSES_BEFORE_GIVING_UP


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, {}), "does not let this command in"),
        ((403, {}), "--token-env"),
        ((404, {}), "Correct --url"),
        ((405, {}), "not the address that takes objects"),
        ((301, {"Location": "https://elsewhere/"}), "leads on to 'https://elsewhere/'"),
    ],
)
def test_answers_about_the_address_make_no_dead_letters(deliver, tmp_path, answer, sentence):
    with CrmServer(script={"/wrong": answers(*answer)}) as server:
        code, text = deliver(server.url.replace("/objects", "/wrong"), "--parallel", "1")
        assert code == 2
        assert sentence in text
        assert server.request_count == 1
        assert not (tmp_path / "dead.jsonl").exists()
        assert deliver(server.url)[0] == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("crm.example.com/tasks", "https://host/path"),
        ("ftp://crm.example.com", "https://host/path"),
        ("https://:443/", "https://host/path"),
        ("https://crm.example.com:port/", "Correct --url"),
        ("https://me:secret@crm.example.com", "--token-env"),
        ("http://no-such-host.invalid/", "There is no host 'no-such-host.invalid'"),
    ],
)
def test_a_wrong_address_is_told_at_once(deliver, url, sentence):
    code, text = deliver(url)
    assert code == 2
    assert sentence in text
    assert "secret" not in text


def test_a_token_comes_from_the_environment(deliver, monkeypatch):
    with CrmServer() as server:
        monkeypatch.setenv("CRM_TOKEN", "abc\n")
        assert deliver(server.url, "--token-env", "CRM_TOKEN")[0] == 0
        assert server.headers["Authorization"] == "Bearer abc"
    monkeypatch.delenv("CRM_TOKEN")
    code, text = deliver(server.url, "--token-env", "CRM_TOKEN")
    assert code == 2
    assert "'CRM_TOKEN' is not set" in text


def test_a_token_does_not_travel_unencrypted(deliver, monkeypatch):
    monkeypatch.setenv("CRM_TOKEN", "abc")
    code, text = deliver("http://crm.example.com/", "--token-env", "CRM_TOKEN")
    assert code == 2
    assert "unencrypted" in text


def test_no_publication_no_table_no_target_no_object(deliver, tmp_path):
    url = "http://127.0.0.1:9/"
    assert deliver(url, published=tmp_path / "nothing.duckdb") == (
        2,
        f"Nothing is published at '{tmp_path / 'nothing.duckdb'}'. Run `make build` first.\n",
    )
    (tmp_path / "text.duckdb").write_text("not a database")
    assert "cannot be read as a publication" in deliver(url, published=tmp_path / "text.duckdb")[1]
    duckdb.connect(str(tmp_path / "old.duckdb")).close()
    assert "an older version wrote it" in deliver(url, published=tmp_path / "old.duckdb")[1]
    code, text = deliver(url, "--target", "other")
    assert (code, "'other'" in text, "has crm" in text) == (2, True, True)
    assert "it has task" in deliver(url, "--object", "call")[1]


def test_a_file_that_is_no_journal_is_left_as_it_is(deliver, tmp_path):
    (tmp_path / "journal.sqlite").write_text("a letter" * 100)
    code, text = deliver("http://127.0.0.1:9/")
    assert code == 2
    assert "not a journal" in text
    assert (tmp_path / "journal.sqlite").read_text() == "a letter" * 100


def test_waits_double_are_spread_and_are_the_same_again():
    def wait(attempt, key="a"):
        return backoff_seconds(attempt, key=key, seed=1, base_seconds=1, longest_seconds=8)

    keys = [str(number) for number in range(2000)]
    for attempt, most in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 8), (40, 8)]:
        waits = [wait(attempt, key) for key in keys]
        assert min(waits) >= 0
        assert max(waits) <= most
        assert abs(sum(waits) / len(waits) - most / 2) < most * 0.03
    assert wait(3) == wait(3)
    assert wait(3) != wait(3, "b")


def test_retry_after_is_seconds_or_a_date():
    now = datetime(2026, 6, 29, tzinfo=UTC)
    assert retry_after_seconds("17", now) == 17
    assert retry_after_seconds(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert retry_after_seconds(format_datetime(now - timedelta(seconds=90), usegmt=True), now) == 0
    assert retry_after_seconds("soon", now) == 0
    assert retry_after_seconds(None, now) == 0
