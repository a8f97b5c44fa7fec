"""The profile that the project ships."""

import duckdb
import pytest
import yaml
from dbt_project import ROOT

OUTPUTS = yaml.safe_load((ROOT / "profiles.yml").read_text())["next_best_action"]["outputs"]


@pytest.mark.parametrize("target", OUTPUTS)
def test_settings_can_be_repeated_after_duckdb_has_spilled(target, tmp_path):
    # dbt repeats them for every model.
    spilled = tmp_path / "spilled"
    with duckdb.connect(
        str(tmp_path / "nba.duckdb"),
        config={"memory_limit": "60MB", "threads": 1, "temp_directory": str(spilled)},
    ) as connection:
        connection.execute(
            "create table numbers as select md5(i::varchar) as id from range(2e6::bigint) as t (i)"
        )
        connection.execute("create table sorted as select id from numbers order by id")
        assert spilled.exists()
        for name, value in OUTPUTS[target]["settings"].items():
            connection.execute(f"set {name} = '{value}'")


@pytest.mark.parametrize("target", OUTPUTS)
def test_memory_is_bounded_and_the_place_to_spill_is_known(target):
    assert {"memory_limit", "temp_directory"} <= set(OUTPUTS[target]["config_options"])
