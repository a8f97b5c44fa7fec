"""Parsed projects: parsing takes longer than most of the builds that tests need."""

import contextlib
import fcntl
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
ROOT = Path(__file__).parents[2]
_PACKED = {}


@contextlib.contextmanager
def locked(path):
    """While one process is within, others that need the same thing wait for it."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
    if Path(root) == ROOT and not seen:
        # The demo is parsed once, with its unit tests, and they are taken away from who wants none.
        seen = {"nba_unit_tests": True}
    key = sha256(json.dumps([str(root), seen], sort_keys=True).encode()).hexdigest()
    if key not in _PACKED:
        _PACKED[key] = _read_or_parse(key, seen)
    manifest = unpacked_manifest(_PACKED[key])
    if not variables.get("nba_unit_tests"):
        manifest.unit_tests.clear()
    return manifest


def macros_manifest(root, variables):
    """The parsed project without its nodes, which is read in no time."""
    key = f"macros of {root}"
    if key not in _PACKED:
        manifest = fresh_manifest(root, variables)
        for part in (
            *(manifest.nodes, manifest.unit_tests, manifest.exposures, manifest.disabled),
            *(manifest.sources, manifest.metrics, manifest.semantic_models, manifest.saved_queries),
        ):
            part.clear()
        manifest.build_flat_graph()
        _PACKED[key] = packed_manifest(manifest)
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
    path = Path(os.environ.get(FOLDER) or tempfile.mkdtemp()) / key
    with locked(path.with_suffix(".lock")):
        if not path.exists():
            part = path.with_suffix(".part")
            part.write_bytes(_parsed(seen))
            part.replace(path)
    return path.read_bytes()


def _parsed(seen):
    command = ["parse", "--quiet", "--no-partial-parse", "--vars", json.dumps(seen)]
    parsed = dbtRunner().invoke(command)
    if not parsed.success:
        raise ValueError(f"The project cannot be parsed: {parsed.exception}")
    return packed_manifest(parsed.result)
