"""dbt does not check YAML keys on DuckDB, so this does, with the schemas dbt brings."""

import jsonschema
import pytest
import yaml
from dbt.jsonschemas.jsonschemas import project_schema, resources_schema
from dbt_project import ROOT

PROPERTY_FILES = sorted(
    path
    for folder in ("models", "seeds", "macros", "examples/hillstrom/models")
    for path in (ROOT / folder).rglob("*.yml")
)
PROJECT_FILES = [ROOT / "dbt_project.yml", ROOT / "examples/hillstrom/dbt_project.yml"]


def rendered(value):
    """As dbt renders it before it checks: a condition on a variable is a yes or no."""
    if isinstance(value, list):
        return [rendered(item) for item in value]
    if isinstance(value, dict):
        return {
            key: True if key == "enabled" and str(item).startswith("{{") else rendered(item)
            for key, item in value.items()
        }
    return value


def place_and_message(error):
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


@pytest.mark.parametrize("path", PROPERTY_FILES, ids=lambda path: path.name)
def test_property_files_hold_only_keys_dbt_knows(path):
    properties = rendered(yaml.safe_load(path.read_text()))
    # The schema knows metrics in the syntax of dbt 1.12; dbt parse checks those of 1.11.
    properties.pop("metrics", None)
    errors = jsonschema.Draft7Validator(resources_schema()).iter_errors(properties)
    assert [place_and_message(error) for error in errors] == []


@pytest.mark.parametrize("path", PROJECT_FILES, ids=lambda path: path.parent.name)
def test_project_files_hold_only_keys_dbt_knows(path):
    errors = jsonschema.Draft7Validator(project_schema()).iter_errors(
        yaml.safe_load(path.read_text()),
    )
    assert [place_and_message(error) for error in errors] == []


def test_the_check_finds_a_misspelt_key():
    misspelt = {"models": [{"name": "x", "config": {"materialised": "table"}}]}
    assert list(jsonschema.Draft7Validator(resources_schema()).iter_errors(misspelt))
