"""Runs dbt in this process, on manifests that are parsed once and shared by all tests."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import warnings
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt.flags import set_from_args
from quiet_dbt import skip_debug_messages
from shared_manifests import fresh_manifest, macros_manifest, packed_manifest

ROOT = Path(__file__).parents[2]
# For builds in which learning is not what is tested.
FEW_LEARNERS = {"nba_learners": ["constant_effect", "t"], "nba_uplift_fold_count": 3}
skip_debug_messages()
# dbt's flags are there before its first command: another process may have parsed the project.
set_from_args(Namespace(), None)
PUBLICATION = "model.next_best_action.int_publication_written"


def model_id(manifest, name):
    """dbt's unique name of the latest version of a model."""
    (found,) = [
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
        and node["name"] == name
        and node["version"] == node["latest_version"]
    ]
    return found


def name_of(unique_id):
    """What a unique name of dbt's is about, without its kind, package and version."""
    return unique_id.split(".")[2]


def reading(raw, **variables):
    """Variables of a build on raw files; all projects with them are parsed as one."""
    return {"nba_raw_path": str(raw), **FEW_LEARNERS, **variables}


@dataclass
class Result:
    returncode: int
    output: str


class DbtProject:
    """One warehouse, one served file and one target folder, all in a folder of a test's own.

    Attributes:
        seeds: name of a seed -> path of the CSV file that is read instead of its own.
        code: name of a model or test -> code that is run instead of its own.
        macros: name of a macro without arguments -> code that is run instead of its own.
        tests: names of the project's own tests that are there, None for all; a build whose tables
            the test itself looks at can do without.
        built_with: variables of the last build.
    """

    def __init__(self, folder, root=ROOT, profiles=None):
        self.root = Path(root)
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.warehouse = self.folder / "nba.duckdb"
        self.published = self.folder / "published" / "nba.duckdb"
        self.profiles = profiles or self.root
        self.seeds = {}
        self.code = {}
        self.macros = {}
        self.tests = None
        self.built_with = {}

    def environment(self):
        return {
            "NBA_DATABASE_PATH": str(self.warehouse),
            "NBA_PUBLISHED_PATH": str(self.published),
            "DBT_PROFILES_DIR": str(self.profiles),
            "DBT_PROJECT_DIR": str(self.root),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            # Every message for a log file costs time, and nobody reads it.
            "DBT_LOG_LEVEL_FILE": "none",
            # Nor the artefacts, which dbt writes at the end of every command.
            "DBT_WRITE_JSON": "false",
            "DBT_USE_COLORS": "false",
        }

    def write_seed(self, name, rows):
        """Other rows for a seed of the project, as lines of CSV under its own header."""
        path = self.folder / "seeds" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        header = (self.root / "seeds" / "settings" / path.name).read_text().splitlines()[0]
        path.write_text("\n".join([header, *rows]) + "\n")
        self.seeds[name] = path

    def manifest_object(self, variables=None):
        """The project as dbt parsed it, with this test's seeds and served file."""
        with self._surroundings():
            manifest = fresh_manifest(self.root, variables or {})
        for node in manifest.nodes.values():
            if node.resource_type == "seed" and node.name in self.seeds:
                node.original_file_path = str(self.seeds[node.name])
            node.raw_code = self.code.get(node.name, node.raw_code)
        for macro in manifest.macros.values():
            if macro.name in self.macros:
                code = self.macros[macro.name]
                macro.macro_sql = f"{{% macro {macro.name}() %}}{code}{{% endmacro %}}"
        if self.tests is not None:
            manifest.unit_tests.clear()
            for node in [*manifest.nodes.values()]:
                if node.resource_type == "test" and node.name not in self.tests:
                    del manifest.nodes[node.unique_id]
        if PUBLICATION in manifest.nodes:
            manifest.nodes[PUBLICATION].config.meta["published_path"] = str(self.published)
        # What macros see of the project.
        manifest.build_flat_graph()
        return manifest

    def run(self, *arguments, variables=None, parsed_with=None):
        """Run a command of dbt on a shared manifest.

        `parsed_with` are the variables it was parsed with, by default those of the command.
        """
        manifest = self.manifest_object(variables if parsed_with is None else parsed_with)
        return self._invoke(dbtRunner(manifest), arguments, variables)

    def run_macro(self, name, variables=None, **arguments):
        """Run a macro that looks at no node of the project."""
        with self._surroundings():
            manifest = macros_manifest(self.root, reading("raw"))
        command = ["run-operation", name, "--args", json.dumps(arguments)]
        return self._invoke(dbtRunner(manifest), command, variables)

    def run_unparsed(self, *arguments):
        """Run a command of dbt that comes before parsing, such as deps."""
        return self._invoke(dbtRunner(), arguments, None)

    def start(self, *arguments, variables=None):
        """Start a command in a process of its own, which a test may kill."""
        manifest = self.folder / "manifest.msgpack"
        manifest.write_bytes(packed_manifest(self.manifest_object(variables)))
        return subprocess.Popen(
            [
                *(sys.executable, Path(__file__).with_name("manifest_runner.py"), manifest),
                *_with_variables(arguments, variables),
            ],
            cwd=self.root,
            env=os.environ
            | self.environment()
            | {"PYTHONPATH": str(ROOT), "DBT_LOG_LEVEL_FILE": "info"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def build(self, *arguments, variables=None):
        self.built_with = variables or {}
        result = self.run("build", "--quiet", *arguments, variables=variables)
        assert result.returncode == 0, result.output
        return result

    def manifest(self):
        """What dbt knows of the project, as it was parsed for the last build."""
        return self.manifest_object(self.built_with).writable_manifest().to_dict(omit_none=False)

    def query(self, sql):
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def query_published(self, sql):
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def copy_of(self, other):
        """Take over the warehouse and the served file of another project."""
        shutil.copy(other.warehouse, self.warehouse)
        if other.published.exists():
            self.published.parent.mkdir(exist_ok=True)
            shutil.copy(other.published, self.published)
        return self

    def _invoke(self, runner, arguments, variables):
        output = io.StringIO()
        with (
            self._surroundings(),
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
        ):
            done = runner.invoke(_with_variables(arguments, variables))
        text = output.getvalue() + (f"\n{done.exception}" if done.exception else "")
        return Result(0 if done.success else 1, text)

    @contextlib.contextmanager
    def _surroundings(self):
        """The variables and the folder that dbt expects; afterwards the warehouse is let go."""
        before = dict(os.environ)
        os.environ.update(self.environment())
        try:
            with contextlib.chdir(self.root), warnings.catch_warnings():
                # Warnings of dbt's own code are not this project's.
                warnings.simplefilter("ignore")
                yield
        finally:
            DuckDBConnectionManager.close_all_connections()
            os.environ.clear()
            os.environ.update(before)


def _with_variables(arguments, variables):
    # What is remembered for a next build costs more than most tests' second build saves.
    variables = {"nba_is_work_reused": False} | (variables or {})
    return [*map(str, arguments), "--vars", json.dumps(variables)]
