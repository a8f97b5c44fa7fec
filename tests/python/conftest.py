import os
import subprocess
import sys
from pathlib import Path

import pytest
import shared_manifests
from dbt_project import FEW_LEARNERS, ROOT, DbtProject
from xdist.scheduler import LoadScopeScheduling

# Files whose tests share a build run on one worker, so that it is built once. The longest first.
SHARED_BUILDS = {
    "test_decision_settings.py": "demo",
    "test_decision_tables.py": "demo",
    "test_demo_build.py": "demo",
    "test_explorer_on_demo.py": "demo",
    "test_guide_queries.py": "demo",
    "test_policy_value_tables.py": "demo",
    "test_propensity_tables.py": "demo",
    "test_report.py": "demo",
    "test_report_in_browser.py": "demo",
    "test_train_and_score.py": "demo",
    "test_uplift_tables.py": "demo",
    "test_publication_builds.py": "small",
    "test_small_builds.py": "small",
    "test_treatments.py": "small",
    "test_life.py": "small",
    "test_erasure.py": "small",
    "test_governance.py": "small",
    "test_decision_log.py": "decision_log",
    "test_hillstrom.py": "hillstrom",
    "test_first_day.py": "first_day",
    "test_errors.py": "errors",
    "test_assignment.py": "statistics",
    "test_bad_experiments.py": "statistics",
    "test_experiment_vectors.py": "statistics",
    "test_readout_tables.py": "statistics",
    "test_point_in_time.py": "inputs",
    "test_quarantine.py": "inputs",
    "test_wrong_inputs.py": "inputs",
    "test_learners.py": "learners",
    "test_error_rates.py": "error_rates",
    "test_replay.py": "replay",
}
ORDER = list(dict.fromkeys(SHARED_BUILDS.values()))
# Fixtures behind which a build stands.
BUILDS = {
    *(
        "assigned",
        "bare_build",
        "demo",
        "example",
        "first_day",
        "hillstrom",
        "judged",
        "lived",
        "original",
        "project",
    ),
    *("readout", "small_build", "tables", "treated", "erased"),
}


class SharedBuildScheduling(LoadScopeScheduling):
    """Sends tests that share a build to the same worker, and all others to whoever is free."""

    def _split_scope(self, nodeid):
        return _group(nodeid) or nodeid


def _group(nodeid):
    return SHARED_BUILDS.get(Path(nodeid.partition("::")[0]).name)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    # In the order of collection, which is that of the longest builds.
    config.option.loadscopereorder = False
    return SharedBuildScheduling(config, log)


def pytest_collection_modifyitems(items):
    """Longest groups first, and a mark on all tests that need a build."""
    items.sort(
        key=lambda item: ORDER.index(_group(item.nodeid)) if _group(item.nodeid) else len(ORDER)
    )
    for item in items:
        if BUILDS & {*item.fixturenames}:
            item.add_marker(pytest.mark.build)


@pytest.fixture(scope="session", autouse=True)
def manifests(tmp_path_factory):
    """A folder in which the processes of one session share parsed projects."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "manifests"
    folder.mkdir(exist_ok=True)
    os.environ[shared_manifests.FOLDER] = str(folder)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, built once from its committed seeds, with the unit tests."""
    project = DbtProject(tmp_path_factory.mktemp("demo"))
    project.build(variables={"nba_unit_tests": True})
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


@pytest.fixture(scope="session")
def small_build(tmp_path_factory, raw_folder):
    """The small world, built and tested once; what changes it works on a copy."""
    project = DbtProject(tmp_path_factory.mktemp("small"))
    project.variables = {"nba_raw_path": str(raw_folder), **FEW_LEARNERS}
    project.build(variables=project.variables)
    return project


@pytest.fixture
def project(tmp_path):
    """An empty warehouse."""
    return DbtProject(tmp_path / "project")
