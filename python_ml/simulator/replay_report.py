"""A replay as a table, and as a picture."""

import csv
import dataclasses
import math
from pathlib import Path
from xml.sax.saxutils import escape

PANELS = (
    ("regret", "Regret against the oracle, millions", 1e-6),
    ("retention", "Retention, %", 100.0),
    ("spend", "Spend, thousands", 1e-3),
)
# Okabe and Ito (2008): colours that stay apart for everybody.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000", "#999999")
WIDTH, PANEL_HEIGHT, LEFT, RIGHT, TOP, GAP = 760, 220, 60, 180, 30, 50
SUMMARY_CYCLES = 5


def write_table(cycles: list, path: Path) -> None:
    """Write all cycles as CSV.

    Args:
        cycles: list of replay.Cycle.
        path: pathlib.Path of the file.
    """
    with path.open("w", newline="") as file:
        rows = [dataclasses.asdict(cycle) for cycle in cycles]
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def summary(cycles: list) -> str:
    """Means of the first and the last cycles, by policy.

    Args:
        cycles: list of replay.Cycle.

    Returns:
        str: lines of text.
    """
    lives = _lives(cycles)
    length = len(next(iter(lives.values())))
    count = min(SUMMARY_CYCLES, length)
    lines = [
        (
            f"{'Policy':<20}{f'Regret, first {count}':>18}{f'last {count}':>14}"
            f"{'Retention':>12}{f'last {count}':>10}{'Spend':>14}"
        )
    ]
    for name, life in lives.items():
        first, last = life[:count], life[-count:]
        lines.append(
            f"{name:<20}{_mean(first, 'regret'):>18,.0f}{_mean(last, 'regret'):>14,.0f}"
            f"{_mean(first, 'retention'):>12.1%}{_mean(last, 'retention'):>10.1%}"
            f"{_mean(life, 'spend'):>14,.0f}"
        )
    return "\n".join(lines)


def draw_picture(cycles: list) -> str:
    """Regret, retention and spend by cycle, a line per policy.

    Args:
        cycles: list of replay.Cycle.

    Returns:
        str: an SVG document.
    """
    lives = _lives(cycles)
    height = TOP + len(PANELS) * (PANEL_HEIGHT + GAP)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'font-family="sans-serif" font-size="12">'
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    for number, (name, title, scale) in enumerate(PANELS):
        top = TOP + number * (PANEL_HEIGHT + GAP)
        parts += _panel(lives, name, title, scale, top)
    return "\n".join([*parts, _legend(list(lives)), "</svg>", ""])


def _lives(cycles):
    lives = {}
    for cycle in cycles:
        lives.setdefault(cycle.policy, []).append(cycle)
    return lives


def _mean(life, name):
    return sum(getattr(cycle, name) for cycle in life) / len(life)


def _panel(lives, name, title, scale, top):
    series = {policy: [getattr(c, name) * scale for c in life] for policy, life in lives.items()}
    values = [value for line in series.values() for value in line]
    grid = _grid(min(values), max(values))
    low, high = grid[0], grid[-1]
    length = len(next(iter(series.values())))
    right = WIDTH - RIGHT

    def place(number, value):
        x = LEFT + (right - LEFT) * (number / max(length - 1, 1))
        return x, top + PANEL_HEIGHT * (1 - (value - low) / (high - low))

    yield f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{escape(title)}</text>'
    for value in grid:
        _, y = place(0, value)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#dddddd"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_number(value)}</text>'
    for number in _ticks(length):
        x, _ = place(number, low)
        yield (
            f'<text x="{x:.1f}" y="{top + PANEL_HEIGHT + 16}" text-anchor="middle">'
            f"{number + 1}</text>"
        )
    for colour, line in zip(COLOURS, series.values(), strict=False):
        points = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in enumerate(line))
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        if length == 1:
            x, y = place(0, line[0])
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def _ticks(length):
    return sorted({0, *range(4, length, 5), length - 1})


def _grid(low, high):
    """Round numbers that enclose a range, about five of them."""
    span = high - low or abs(high) or 1.0
    magnitude = 10.0 ** math.floor(math.log10(span / 4))
    step = next(s * magnitude for s in (1, 2, 2.5, 5, 10) if s * magnitude >= span / 4)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def _number(value):
    return f"{value:.6g}"


def _legend(names):
    left = WIDTH - RIGHT + 16
    rows = []
    for number, (name, colour) in enumerate(zip(names, COLOURS, strict=False)):
        y = TOP + 10 + 20 * number
        rows.append(
            f'<line x1="{left}" y1="{y}" x2="{left + 24}" y2="{y}" stroke="{colour}" '
            f'stroke-width="2"/><text x="{left + 30}" y="{y + 4}">{escape(name)}</text>'
        )
    rows.append(f'<text x="{left}" y="{TOP + 20 + 20 * len(names)}" fill="#555555">by cycle</text>')
    return "\n".join(rows)
