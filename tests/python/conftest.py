import subprocess
import sys
from pathlib import Path

import pytest
from dbt_project import ROOT, DbtProject
from xdist.scheduler import LoadScopeScheduling

# Files whose tests share a build run on one worker, so that it is built once.
SHARED_BUILDS = {
    "test_decision_log.py": "decision_log",
    "test_decision_settings.py": "demo",
    "test_decision_tables.py": "demo",
    "test_demo_build.py": "demo",
    "test_policy_value_tables.py": "demo",
    "test_propensity_tables.py": "demo",
    "test_train_and_score.py": "demo",
    "test_uplift_tables.py": "demo",
    "test_hillstrom.py": "hillstrom",
    "test_publication_builds.py": "publication",
    "test_quarantine.py": "quarantine",
    "test_learners.py": "learners",
    "test_assignment.py": "assignment",
    "test_bad_experiments.py": "bad_experiments",
    "test_error_rates.py": "error_rates",
    "test_experiment_vectors.py": "experiment_vectors",
    "test_readout_tables.py": "readout_tables",
    "test_replay.py": "replay",
}


class SharedBuildScheduling(LoadScopeScheduling):
    """Sends tests that share a build to the same worker, and all others to whoever is free."""

    def _split_scope(self, nodeid):
        return SHARED_BUILDS.get(Path(nodeid.partition("::")[0]).name, nodeid)


def pytest_xdist_make_scheduler(config, log):
    return SharedBuildScheduling(config, log)


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
