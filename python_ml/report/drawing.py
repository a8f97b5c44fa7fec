"""Charts as SVG that takes its colours from the style sheet, light or dark."""

import re

import altair as alt
import vl_convert

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
# Whole pixels of a picture on a screen and on a telephone, and of one of several side by side.
WIDE, NARROW, PANEL = 800, 340, 380
# A picture narrower than this is for a telephone.
TELEPHONE = 500
INK, QUIET, GRID = "var(--ink)", "var(--quiet)", "var(--grid)"
MARKED, PLAIN, BAND = "var(--marked)", "var(--plain)", "var(--band)"
# What is assumed, observed, experimented, and other things in an order.
LEVELS = ["var(--level-1)", "var(--level-2)", "var(--level-3)"]
KINDS = [f"var(--kind-{number})" for number in range(1, 11)]
AMOUNT_AXIS = "replace(format(datum.value, '~s'), 'G', 'B')"
RATE_AXIS = "format(datum.value, '~%')"
# Widths of the text are computed for this font, which all systems have one alike.
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
CONFIG = {
    # The page says in words what a picture shows.
    "aria": False,
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
        "labelOverlap": True,
    },
    "axisY": {"labelLimit": 150, "domain": False, "ticks": False, "labelPadding": 8},
    "legend": {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 320,
        "symbolType": "square",
        "orient": "bottom",
        "title": None,
    },
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": QUIET},
}


def data(rows: list[dict]) -> alt.Data:
    """Rows as the data of a chart."""
    return alt.Data(values=rows)


def row_height(count: int, *, step: int = 28) -> int:
    """Height in pixels of a chart with so many rows, its axis included."""
    return count * step + 46


def svg(chart: Chart, *, name: str, text: str) -> str:
    """Draw a chart.

    Args:
        chart: of its full width and height.
        name: of this picture alone, which identifiers within it start with.
        text: what it shows, for whoever cannot see it.

    Returns:
        str: an svg element.
    """
    # To hold every chart against the schema takes as long as to draw it.
    specification = chart.to_dict(validate=False)
    specification["config"] = CONFIG
    specification["autosize"] = {"type": "fit", "contains": "padding"}
    drawn = vl_convert.vegalite_to_svg(specification)
    # Identifiers would meet those of other pictures in the page.
    drawn = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', drawn)
    drawn = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", drawn)
    (width,) = re.findall(r'viewBox="0 0 ([0-9.]+)', drawn)
    opening = f'<svg role="img" aria-label="{_escaped(text)}" style="max-width: {width}px" '
    drawn = re.sub(
        r' (?:xmlns:xlink|xmlns|version|width|height)="[^"]*"(?=[^>]*viewBox)', "", drawn
    )
    return drawn.replace("<svg ", opening, 1)


def _escaped(text):
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
