import pytest
from bad_experiments import add_bad_experiments
from reference_experiments import add_reference_experiments
from statistics_project import StatisticsProject
from trials import add_trials


@pytest.fixture(scope="session")
def readout(tmp_path_factory):
    """The readouts of all experiments of these tests, built once."""
    project = StatisticsProject(tmp_path_factory.mktemp("experiments"))
    add_bad_experiments(project)
    add_reference_experiments(project)
    add_trials(project)
    return project.build_readout()
