import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shared_manifests
from dbt_project import ROOT, DbtProject, reading
from xdist.scheduler import LoadScopeScheduling

# Files whose tests share a fixture that takes long run on one worker each, the longest first; but
# the demo and the small company are needed soon, so that each of two workers begins with one.
GROUPS = {
    "test_decision_settings.py": "decision_settings",
    "test_publication_builds.py": "publication_builds",
    "test_first_day.py": "first_day",
    "test_hillstrom.py": "hillstrom",
    "test_decision_log.py": "decision_log",
    "test_errors.py": "errors",
    "test_assignment.py": "experiments",
    "test_bad_experiments.py": "experiments",
    "test_experiment_vectors.py": "experiments",
    "test_readout_tables.py": "experiments",
    "test_small_builds.py": "small_builds",
    "test_train_and_score.py": "train_and_score",
    "test_wrong_inputs.py": "wrong_inputs",
    "test_treatments.py": "treatments",
    "test_point_in_time.py": "point_in_time",
    "test_learners.py": "learners",
    "test_replay.py": "replay",
    "test_governance.py": "governance",
    "test_life.py": "life",
    "test_quarantine.py": "quarantine",
    "test_erasure.py": "erasure",
    "test_error_rates.py": "error_rates",
    "test_report.py": "report",
    "test_report_in_browser.py": "report",
    "test_decision_tables.py": "demo",
    "test_demo_build.py": "demo",
    "test_explorer_on_demo.py": "demo",
    "test_guide_queries.py": "demo",
    "test_policy_value_tables.py": "demo",
    "test_propensity_tables.py": "demo",
    "test_uplift_tables.py": "demo",
}
ORDER = list(dict.fromkeys(GROUPS.values()))
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
    """Sends tests of a group to the same worker, and all others to whoever is free."""

    def _split_scope(self, nodeid):
        return _group(nodeid) or nodeid


def _group(nodeid):
    return GROUPS.get(Path(nodeid.partition("::")[0]).name)


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


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """A folder that the processes of one session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def manifests(shared_folder):
    """Where the processes of one session share parsed projects."""
    os.environ[shared_manifests.FOLDER] = str(shared_folder)


def built_once(shared_folder, own_folder, variables):
    """A copy of a build that the first process to need it makes for all.

    Args:
        shared_folder: Path, where the build is.
        own_folder: Path, where the copy goes.
        variables: dict, which the project is built with.

    Returns:
        DbtProject, with its `variables`.
    """
    shared = DbtProject(shared_folder)
    with shared_manifests.locked(shared_folder / "lock"):
        if not shared.published.exists():
            shared.build(variables=variables)
    shutil.copytree(shared_folder, own_folder, dirs_exist_ok=True)
    project = DbtProject(own_folder)
    project.variables = project.built_with = variables
    return project


@pytest.fixture(scope="session")
def demo(shared_folder, tmp_path_factory):
    """The demo, built once from its committed seeds, with the unit tests."""
    variables = {"nba_unit_tests": True}
    return built_once(shared_folder / "demo", tmp_path_factory.mktemp("demo"), variables)


@pytest.fixture(scope="session")
def raw_folder(shared_folder):
    """A small clean world as CSV files, for tests that change copies of its raw tables."""
    folder = shared_folder / "raw"
    with shared_manifests.locked(shared_folder / "raw.lock"):
        if not folder.exists():
            subprocess.run(
                [
                    *(sys.executable, "-m", "python_ml.simulator", "--customers", "400"),
                    *("--seed", "3", "--format", "csv", "--dirty-rate", "0", "--out", str(folder)),
                ],
                cwd=ROOT,
                check=True,
                capture_output=True,
            )
    return folder


@pytest.fixture(scope="session")
def small_build(shared_folder, raw_folder, tmp_path_factory):
    """The small world, built and tested once; what changes it works on a copy."""
    own_folder = tmp_path_factory.mktemp("small")
    return built_once(shared_folder / "small", own_folder, reading(raw_folder))


@pytest.fixture
def project(tmp_path):
    """An empty warehouse."""
    return DbtProject(tmp_path / "project")
