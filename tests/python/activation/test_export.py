"""Objects as files."""

import csv
import json

import pytest

from python_ml.activation.__main__ import main


@pytest.fixture
def export(few, tmp_path, capsys):
    def call(*arguments):
        code = main(
            ["export", "--published", str(few), "--output", str(tmp_path / "out"), *arguments]
        )
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return call


def test_json_lines_hold_the_objects_as_they_are(export, tmp_path):
    assert export("--format", "jsonl", "--target", "crm", "--all")[0] == 0
    lines = (tmp_path / "out" / "crm_task.jsonl").read_text().splitlines()
    first = json.loads(lines[0])
    assert len(lines) == 10
    assert list(first) == ["delivery_key", "operation", "decision_id", "payload"]
    assert first["payload"] == {
        "id": "0",
        "customer": {"key": "C0"},
        "note": 'naïve, "quoted"',
    }


def test_csv_has_a_column_for_each_field(export, tmp_path):
    code, text = export("--format", "csv")
    path = tmp_path / "out" / "crm_task.csv"
    assert (code, text) == (0, f"5 in {path}\n")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    # Without --all only what has changed since the last publication.
    assert [row["id"] for row in rows] == ["0", "2", "4", "6", "8"]
    assert rows[0]["operation"] == "withdraw"
    assert rows[0]["customer.key"] == "C0"
    assert rows[0]["note"] == 'naïve, "quoted"'


def test_a_file_of_yesterday_does_not_stay_where_nothing_has_changed(export, tmp_path):
    stale = tmp_path / "out" / "crm_gone.csv"
    stale.parent.mkdir()
    stale.write_text("old")
    assert export("--target", "crm")[0] == 0
    assert not stale.exists()


def test_an_unknown_target_is_told(export):
    code, text = export("--target", "other")
    assert code == 2
    assert "'other'" in text
