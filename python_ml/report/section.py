"""What a section of the report is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from python_ml.report.drawing import Chart


@dataclass(frozen=True)
class Figure:
    """A number to be seen first.

    Attributes:
        name: what it is.
        value: the number, in words.
        note: its interval, or what it is compared with.
    """

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart.

    Attributes:
        draw: makes the chart for a width in pixels.
        title: what it shows, in a few words.
        is_panel: whether it is one of several that stand side by side.
    """

    draw: Callable[[int], Chart]
    title: str
    is_panel: bool = False


@dataclass(frozen=True)
class Table:
    """Cells of text.

    Attributes:
        columns: their names.
        rows: a sequence of cells each.
        numbers: names of the columns that are set to the right.
        title: what it shows, in a few words.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Attributes:
        key: its anchor in the page.
        title: what it is about.
        conclusion: what to conclude from it, computed from the tables it shows.
        figures: numbers to be seen first.
        pictures: charts; none where there is nothing to show.
        tables: what stands below them.
        remark: how to read it.
    """

    key: str
    title: str
    conclusion: str
    figures: Sequence[Figure] = field(default=())
    pictures: Sequence[Picture] = field(default=())
    tables: Sequence[Table] = field(default=())
    remark: str = ""
