"""The page, run without a browser. `make test-explore` installs what it needs."""

import warnings

import pytest

from python_ml.explorer.__main__ import APP

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    testing = pytest.importorskip("streamlit.testing.v1", reason="make test-explore runs these")
# Streamlit's own, and not this project's.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def page(company, monkeypatch):
    monkeypatch.setenv("NBA_PUBLISHED_PATH", str(company))
    opened = testing.AppTest.from_file(str(APP), default_timeout=60)
    return opened.run()


def figures(page):
    assert not page.exception, page.exception
    return {metric.label: metric.value for metric in page.metric}


def test_recommendations_are_filtered(page):
    assert figures(page)["Customers"] == "59"
    page.multiselect(key="evidence").set_value(["assumed"])
    page.run()
    assert figures(page)["Customers"] == "30"
    page.text_input(key="customer_begins").set_value("C00").run()
    assert figures(page)["Customers"] == "10"
    page.text_input(key="customer_begins").set_value("X").run()
    assert figures(page)["Customers"] == "0"


def test_one_customer_is_explained(page):
    page.radio(key="view").set_value("Customer").run()
    page.text_input(key="customer_id").set_value("C010").run()
    assert figures(page)["Lifetime value"] == "1,000"
    assert "A reason for C010" in [text.value for text in page.markdown]
    labels = [each.label for each in page.expander]
    assert labels[0] == "✓ Email"
    assert "Call: Closed: a rule." in labels
    page.text_input(key="customer_id").set_value("nobody").run()
    assert "no active customer has that key" in page.warning[0].value


def test_an_address_leads_to_a_customer(company, monkeypatch):
    monkeypatch.setenv("NBA_PUBLISHED_PATH", str(company))
    opened = testing.AppTest.from_file(str(APP), default_timeout=60)
    opened.query_params["view"] = "Customer"
    opened.query_params["customer"] = "C020"
    opened.run()
    assert figures(opened)
    assert opened.text_input(key="customer_id").value == "C020"


def test_another_budget_changes_the_list(page):
    page.radio(key="view").set_value("Budget").run()
    assert figures(page)["Spend"] == "60.00"
    page.slider(key="budget").set_value(12.0).run()
    assert figures(page)["Spend"] == "12.00"
    assert figures(page)["Customers"] == "12"
    page.slider(key="budget").set_value(0.0).run()
    assert "needs 1 of budget, and there is 0" in page.warning[0].value


def test_policies_stand_side_by_side(page):
    page.radio(key="view").set_value("Policies").run()
    assert not page.exception
    assert len(page.dataframe) == 3


def test_without_a_publication_the_page_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("NBA_PUBLISHED_PATH", str(tmp_path / "none.duckdb"))
    opened = testing.AppTest.from_file(str(APP), default_timeout=60).run()
    assert "Run `make build` first" in opened.error[0].value
