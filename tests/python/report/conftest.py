import time

import pytest

from python_ml.report.page import render


@pytest.fixture(scope="session")
def drawn(demo):
    """The page of the demo and the seconds of computing it took."""
    start = time.process_time()
    page = render(demo.published)
    return page, time.process_time() - start
