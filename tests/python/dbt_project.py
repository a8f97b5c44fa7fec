"""Runs dbt as its users do: as a process of its own, from the project's root."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
# For builds whose tables are looked at by the test itself.
WITHOUT_DATA_TESTS = ("--exclude-resource-type", "test", "unit_test")


@dataclass
class Result:
    returncode: int
    output: str


class DbtProject:
    """One warehouse, one served file and one target folder, all in a folder of a test's own."""

    def __init__(self, folder, root=ROOT, profiles=None):
        self.root = Path(root)
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.warehouse = self.folder / "nba.duckdb"
        self.published = self.folder / "published" / "nba.duckdb"
        self.profiles = profiles or self.root

    def environment(self):
        return os.environ | {
            "NBA_DATABASE_PATH": str(self.warehouse),
            "NBA_PUBLISHED_PATH": str(self.published),
            "DBT_PROFILES_DIR": str(self.profiles),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_USE_COLORS": "false",
        }

    def command(self, *arguments, variables=None):
        command = [str(Path(sys.executable).with_name("dbt")), *map(str, arguments)]
        return [*command, "--vars", json.dumps(variables)] if variables else command

    def run(self, *arguments, variables=None):
        done = subprocess.run(
            self.command(*arguments, variables=variables),
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return Result(done.returncode, done.stdout + done.stderr)

    def build(self, *arguments, variables=None):
        result = self.run("build", "--quiet", *arguments, variables=variables)
        assert result.returncode == 0, result.output
        return result

    def manifest(self):
        return json.loads((self.folder / "target" / "manifest.json").read_text())

    def query(self, sql):
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def query_published(self, sql):
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def copy_of_the_project(folder):
    """A copy whose files a test may change."""
    shutil.copytree(
        ROOT,
        folder,
        ignore=shutil.ignore_patterns(
            *(".git", ".venv*", "target", "logs", "warehouse", "published", "dbt_packages"),
            *("__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache"),
        ),
    )
    return Path(folder)
