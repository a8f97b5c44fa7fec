import subprocess
import sys

import pytest
from dbt_project import ROOT, DbtProject


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, built once from its committed seeds."""
    project = DbtProject(tmp_path_factory.mktemp("demo"))
    project.build()
    return project


@pytest.fixture(scope="session")
def raw_folder(tmp_path_factory):
    """A small clean world as CSV files, for tests that change its raw tables."""
    folder = tmp_path_factory.mktemp("raw")
    subprocess.run(
        [
            *(sys.executable, "-m", "python_ml.simulator", "--customers", "400", "--seed", "3"),
            *("--format", "csv", "--dirty-rate", "0", "--out", str(folder)),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def project(tmp_path):
    """An empty warehouse."""
    return DbtProject(tmp_path / "project")
