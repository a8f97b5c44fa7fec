import subprocess
import sys
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from python_ml.simulator import world
from python_ml.simulator.__main__ import main

SEEDS = Path(__file__).parents[3] / "seeds"


def test_committed_seeds_are_what_the_code_generates(tmp_path):
    assert main(["--layout", "seeds", "--out", str(tmp_path)]) == 0
    generated = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(generated) == 11
    for path in generated:
        assert (SEEDS / path).read_bytes() == (tmp_path / path).read_bytes(), path


def test_committed_seeds_stay_small():
    paths = [*SEEDS.glob("demo/raw_*.csv"), *SEEDS.glob("oracle/*.csv")]
    assert sum(path.stat().st_size for path in paths) <= 9_500_000


def test_csv_and_parquet_hold_the_same_values_when_clean(tmp_path):
    for file_format in ("csv", "parquet"):
        common = ["--customers", "300", "--seed", "5", "--dirty-rate", "0"]
        out = ["--format", file_format, "--out", str(tmp_path)]
        assert main([*common, *out]) == 0
    for name in (*world.RAW_TABLES, world.ORACLE_TABLE):
        typed = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet")
        types = pyarrow.csv.ConvertOptions(
            column_types=typed.schema, null_values=[""], strings_can_be_null=True
        )
        text = pyarrow.csv.read_csv(tmp_path / f"{name}.csv", convert_options=types)
        assert text.to_pylist() == typed.to_pylist(), name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--customers", "99"], "at least 100 customers, not 99"),
        (["--customers", "many"], "invalid int value: 'many'"),
        (["--seed", "-1"], "seed must be 0 or more"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--dirty-rate", "0.9"], "between 0 and 0.5"),
        (["--dirty-rate", "nan"], "between 0 and 0.5"),
        (["--layout", "seeds", "--format", "parquet"], "Seeds are CSV"),
    ],
)
def test_bad_options_end_in_one_clear_line(tmp_path, arguments, sentence):
    command = [sys.executable, "-m", "python_ml.simulator", *arguments, "--out", tmp_path / "out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not list(tmp_path.rglob("*.csv"))


def test_a_file_in_place_of_the_folder_ends_in_one_clear_line(tmp_path, capsys):
    taken = tmp_path / "taken"
    taken.write_text("")
    assert main(["--customers", "100", "--out", str(taken)]) == 2
    error = capsys.readouterr().err
    assert "Cannot write to the folder" in error
    assert error.count("\n") == 1


def test_a_folder_in_place_of_a_table_ends_in_one_clear_line(tmp_path, capsys):
    (tmp_path / "usage.csv").mkdir()
    assert main(["--customers", "100", "--out", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert "Is a directory" in error
    assert str(tmp_path / "usage.csv") in error
    assert error.count("\n") == 1


def test_a_world_beyond_the_memory_ends_in_one_clear_line(tmp_path, capsys):
    assert main(["--customers", str(10**15), "--out", str(tmp_path)]) == 2
    expected = "error: Not enough memory: lower the number of customers.\n"
    assert capsys.readouterr().err == expected


def test_missing_out_ends_in_one_clear_line(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--customers", "100"])
    assert capsys.readouterr().err == "error: the following arguments are required: --out\n"
