"""The report as people see it: in a window and on a telephone, light and dark."""

import browser
import duckdb
import pytest

from python_ml.report.page import render

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason=browser.MISSING)


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "telephone"])
def test_the_page_fits_and_says_nothing_on_the_console(drawn, tmp_path, width, *, is_dark):
    page, _ = drawn
    view = browser.look(page, tmp_path, width=width, is_dark=is_dark)
    assert view.errors == []
    measured = view.measured
    assert measured["width"] == width
    assert measured["isDark"] is is_dark
    assert measured["needed"] <= width
    assert measured["overflowing"] == []
    assert measured["clipped"] == []
    assert measured["loaded"] == []
    # One of the two sizes of every picture that has two, and every panel.
    hidden = page.count('<div class="narrow">' if width > 640 else '<div class="wide">')
    assert measured["drawings"] == page.count("<svg") - hidden > 10
    assert measured["empty"] == 0
    light, dark = sorted((measured["background"], measured["ink"]), key=brightness, reverse=True)
    assert (measured["background"] == dark) is is_dark
    # Text can be read: the ratio of contrast of WCAG 2 for normal text.
    assert (luminance(light) + 0.05) / (luminance(dark) + 0.05) > 7


LONG = "'_of_a_company_with_a_lot_to_say_about_everything_it_does'"


def test_many_actions_with_long_names_and_large_amounts_fit(demo, tmp_path):
    with duckdb.connect(str(tmp_path / "long.duckdb")) as long:
        long.execute(f"attach '{demo.published}' as original (read_only)")
        long.execute(
            "create table recommendations as select * replace (if(action_id = 'do_nothing', "
            f"action_id, 'action_' || hash(customer_id) % 14 || {LONG}) as action_id, "
            f"segment || {LONG} as segment) from original.recommendations"
        )
        for table in ("decision_funnel", "readiness"):
            long.execute(
                f"create table {table} as select * replace (action_name || {LONG} as action_name) "
                f"from original.{table}"
            )
        for table in ("allocation_certificate", "budget_frontier"):
            long.execute(
                f"create table {table} as select * replace (budget_amount * 1e5 as budget_amount, "
                f"expected_value_amount * 1e5 as expected_value_amount) from original.{table}"
            )
    page = render(tmp_path / "long.duckdb")
    assert page.count("<svg") == 8
    measured = browser.look(page, tmp_path, width=390).measured
    assert measured["needed"] <= 390
    assert measured["overflowing"] == measured["clipped"] == []


def test_what_does_not_fit_or_work_is_seen(tmp_path):
    page = (
        "<!DOCTYPE html><title>a</title><body><p style='width: 500px'>wide</p><svg width='50'>"
        "<text x='20'>clipped text</text></svg><script>undefinedFunction()</script></body>"
    )
    view = browser.look(page, tmp_path, width=390)
    assert "undefinedFunction is not defined" in view.errors[0]
    assert view.measured["needed"] > 390
    assert len(view.measured["overflowing"]) == 1
    assert view.measured["clipped"] == ["clipped text"]


def channels(colour):
    return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def brightness(colour):
    return sum(channels(colour))


def luminance(colour):
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    ]
    return sum(
        weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
