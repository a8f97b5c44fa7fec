"""Parsed projects: parsing takes longer than most of the builds that tests need."""

import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumaro_encoder, extended_mashumuro_decoder

# Variables that no YAML file and no reference depends on: dbt reads them when it compiles.
READ_WHEN_COMPILING = {
    "features_path",
    "nba_ablation_share",
    "nba_as_of_date",
    "nba_assignment_salt",
    "nba_budget_amount",
    "nba_challenger_policy",
    "nba_challenger_share",
    "nba_exploration_rate",
    "nba_exploration_resource_share",
    "nba_holdout_rate",
    "nba_is_promotion_automatic",
    "nba_max_quarantine_rate",
    "nba_minimum_effective_sample_size",
}
# Set once per session, so that its processes share what one of them has parsed.
FOLDER = "NBA_TEST_MANIFESTS"
_PACKED = {}


def fresh_manifest(root, variables):
    """The parsed project, read anew: dbt changes the one it runs on.

    Args:
        root: folder of the project; the surroundings are as dbt expects them.
        variables: dict, as given on the command line.

    Returns:
        dbt.contracts.graph.manifest.Manifest.

    Raises:
        ValueError: if the project cannot be parsed.
    """
    seen = _variables_seen_by_parsing(variables)
    key = sha256(json.dumps([str(root), seen], sort_keys=True).encode()).hexdigest()
    if key not in _PACKED:
        _PACKED[key] = _read_or_parse(key, seen)
    return unpacked_manifest(_PACKED[key])


def packed_manifest(manifest):
    return manifest.to_msgpack(extended_mashumaro_encoder)


def unpacked_manifest(packed):
    return Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)


def _variables_seen_by_parsing(variables):
    seen = {name: value for name, value in variables.items() if name not in READ_WHEN_COMPILING}
    if "nba_raw_path" in seen:
        # That there is a folder changes the references; which one it is does not.
        seen["nba_raw_path"] = "raw"
    return seen


def _read_or_parse(key, seen):
    folder = Path(os.environ.get(FOLDER) or tempfile.mkdtemp())
    path = folder / key
    if path.exists():
        return path.read_bytes()
    command = ["parse", "--quiet", "--no-partial-parse", "--vars", json.dumps(seen)]
    parsed = dbtRunner().invoke(command)
    if not parsed.success:
        raise ValueError(f"The project cannot be parsed: {parsed.exception}")
    packed = packed_manifest(parsed.result)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(packed)
    part.replace(path)
    return packed
