"""The engine's own code as dbt compiles it: what a day of it runs, and in which order."""

import contextlib
import copy
import functools
import importlib.util
import io
import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

ROOT = Path(__file__).parents[3]
PROJECT = "next_best_action"
_RELATION = re.compile(r'"\w+"\."\w+"\."(\w+)"')
_COMMENT = re.compile(r"--.*")
_REFERENCE = re.compile(r'dbt\.ref\(\s*"(\w+)"')


@dataclass(frozen=True)
class Model:
    """One compiled model.

    Attributes:
        name: that of its table, whichever version of the model it is.
        parents: names of the tables it reads, its own left out.
        sql: select statement; None for a Python model.
        path: file of a Python model; None for SQL.
        function: model(dbt, session), of a table that the world supplies; None for others.
        meta: what dbt.config.meta_get answers.
        is_kept: whether its rows are added to those that are there.
    """

    name: str
    parents: frozenset
    sql: str | None = None
    path: Path | None = None
    function: Callable | None = None
    meta: dict = field(default_factory=dict)
    is_kept: bool = False


def parse_project(variables: dict, root: Path = ROOT) -> Manifest:
    """The project as dbt parses it.

    Args:
        variables: of the project.
        root: folder of the project.

    Returns:
        dbt.contracts.graph.manifest.Manifest.

    Raises:
        ValueError: if it cannot be parsed.
    """
    parsed = run_dbt(["parse", "--no-partial-parse"], variables, root=root).result
    if not isinstance(parsed, Manifest):
        raise TypeError("dbt parse gave no manifest.")
    return parsed


def own_manifest(manifest: Manifest) -> Manifest:
    """A copy of a parsed project for one run, since dbt changes the one that it runs on.

    Args:
        manifest: the parsed project, which only loses its indexes; dbt builds them when asked.

    Returns:
        Manifest.
    """
    # dbt copies fields by place and leaves some out, so that indexes would end up as each other.
    for name in [name for name in vars(manifest) if name.endswith("_lookup")]:
        setattr(manifest, name, None)
    return copy.deepcopy(manifest)


def compile_models(variables: dict, manifest: Manifest, root: Path = ROOT) -> dict[str, Model]:
    """Compile all models, in the form of a build that is whole and not the first.

    A build must have made the warehouse: the engine reads its log where it stands. The environment
    says where that is (NBA_DATABASE_PATH).

    Args:
        variables: of the project.
        manifest: the parsed project.
        root: folder of the project.

    Returns:
        dict: Model by name.

    Raises:
        ValueError: if dbt cannot compile them.
    """
    manifest = own_manifest(manifest)
    call_every_build_whole(manifest)
    leave_out_tests(manifest)
    manifest.build_flat_graph()
    done = run_dbt(
        ["compile", "--select", "resource_type:model"], variables, root=root, manifest=manifest
    )
    results = getattr(done.result, "results", [])
    tables = {unique_id: node.alias for unique_id, node in manifest.nodes.items()}
    return {result.node.alias: _model(result.node, root, tables) for result in results}


def in_order(models: dict[str, Model], targets: Iterable[str], supplied: Iterable[str]) -> list:
    """What leads to some tables from those that somebody else supplies.

    Args:
        models: Model by name.
        targets: names of the models that are wanted.
        supplied: names of the tables that need not be made.

    Returns:
        list: Model, each after those that it reads.

    Raises:
        KeyError: for a target that is no model.
    """
    supplied = set(supplied)
    found, waiting = {}, list(targets)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = sorted(models[name].parents - supplied)
            waiting += found[name]
    order = TopologicalSorter(dict(sorted(found.items())))
    return [models[name] for name in order.static_order()]


def run_dbt(
    command: list[str], variables: dict, *, root: Path = ROOT, manifest: Manifest | None = None
) -> dbtRunnerResult:
    """Run a command of dbt in this process.

    Args:
        command: words of the command.
        variables: of the project.
        root: folder of the project.
        manifest: the parsed project; None to parse it.

    Returns:
        dbtRunnerResult.

    Raises:
        ValueError: if it fails, in dbt's own words.
    """
    output = io.StringIO()
    words = [*command, "--quiet", "--vars", json.dumps(variables)]
    settings = {"DBT_LOG_LEVEL_FILE": "none", "DBT_WRITE_JSON": "false", "DBT_USE_COLORS": "false"}
    before = dict(os.environ)
    os.environ.update({"DBT_PROFILES_DIR": str(root), **settings})
    try:
        with (
            contextlib.chdir(root),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
        ):
            done = dbtRunner(manifest).invoke(words)
    finally:
        os.environ.clear()
        os.environ.update(before)
        _let_the_warehouse_go()
    if not done.success:
        reason = done.exception or output.getvalue()
        raise ValueError(f"dbt {command[0]} failed: {reason}")
    return done


def _let_the_warehouse_go():
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    DuckDBConnectionManager.close_all_connections()


def leave_out_tests(manifest: Manifest) -> None:
    """Leave out all tests of a parsed project.

    Args:
        manifest: the parsed project, which is changed.
    """
    manifest.unit_tests.clear()
    for name in [name for name in manifest.nodes if name.startswith("test.")]:
        del manifest.nodes[name]


def call_every_build_whole(manifest: Manifest) -> None:
    """Let every run write the log, as builds of everything do: a day stands for one of them.

    Args:
        manifest: the parsed project, which is changed.
    """
    macro = manifest.macros[f"macro.{PROJECT}.is_whole_build"]
    macro.macro_sql = "{% macro is_whole_build() %}{{ return(true) }}{% endmacro %}"


def _model(node, root, tables):
    if node.language == "python":
        path = root / node.original_file_path
        return Model(
            node.alias,
            frozenset(_REFERENCE.findall(path.read_text())),
            path=path,
            meta=dict(node.config.meta or {}),
        )
    # What is named in a comment alone is not read, and what is read where it stands (the log) is no
    # parent.
    read = set(_RELATION.findall(_COMMENT.sub("", node.compiled_code)))
    parents = {tables[parent] for parent in node.depends_on.nodes}
    return Model(
        node.alias,
        frozenset(read & parents),
        sql=node.compiled_code,
        is_kept=node.config.materialized == "incremental",
    )


@functools.cache
def function_of(path: Path) -> Callable:
    """The function of a Python model.

    Args:
        path: its file.

    Returns:
        Callable: model(dbt, session).

    Raises:
        ImportError: if the file cannot be read as a module.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.model
