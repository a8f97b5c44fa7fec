"""The page: every section as HTML in one file that loads nothing."""

from pathlib import Path

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from python_ml.publication.served_file import require_published
from python_ml.report.drawing import NARROW, PANEL, WIDE, svg
from python_ml.report.published import Published
from python_ml.report.sections import (
    budget_frontier,
    business_impact,
    changes,
    data_quality,
    evidence_ladder,
    experiments,
    funnel,
    governance,
    headline,
    next_steps,
    policy_value,
    qini_curves,
    recommendations,
    uplift_deciles,
)

SECTIONS = (
    *(headline, changes, next_steps, business_impact, recommendations, budget_frontier, funnel),
    *(evidence_ladder, experiments, qini_curves, uplift_deciles, policy_value, governance),
    data_quality,
)


def render(published_path: Path) -> str:
    """The report of a served file.

    Args:
        published_path: the served DuckDB file; it is only read.

    Returns:
        str: an HTML document, the same for the same file.

    Raises:
        ValueError: if nothing has been published at that path.
    """
    require_published(published_path)
    try:
        connection = duckdb.connect(str(published_path), read_only=True)
    except duckdb.IOException as error:
        raise ValueError(f"The served file '{published_path}' cannot be read: {error}") from error
    with connection:
        published = Published(connection)
        return (
            _environment()
            .get_template("page.html")
            .render(
                sections=[module.section(published) for module in SECTIONS],
                publication=published.row(
                    "from publications order by publication_number desc limit 1",
                ),
                policy=published.policy,
                drawings=_drawings,
            )
        )


def _environment():
    # Everything that is not markup of this room is escaped.
    return Environment(
        loader=PackageLoader("python_ml.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawings(section, number):
    """Class of each drawing of a picture, and the drawing: a style sheet shows what fits."""
    picture = section.pictures[number]
    widths = {"panel": PANEL} if picture.is_panel else {"wide": WIDE, "narrow": NARROW}
    for kind, width in widths.items():
        name = f"{section.key}-{number}-{kind}"
        # Vega escapes what it draws, and the title is escaped.
        yield kind, Markup(svg(picture.draw(width), name=name, text=picture.title))  # noqa: S704
