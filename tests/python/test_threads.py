import pytest

from python_ml.threads import machine_threads


def test_as_many_threads_as_cores_unless_a_variable_says_otherwise(monkeypatch):
    monkeypatch.delenv("NBA_THREADS", raising=False)
    assert machine_threads() >= 1
    monkeypatch.setenv("NBA_THREADS", "3")
    assert machine_threads() == 3


@pytest.mark.parametrize("wrong", ["0", "-1", "two", "1.5"])
def test_another_number_is_an_error_that_says_what_to_set(monkeypatch, wrong):
    monkeypatch.setenv("NBA_THREADS", wrong)
    with pytest.raises(ValueError, match=r"NBA_THREADS is .* a whole number"):
        machine_threads()
