"""What `python -m python_ml.simulator live` does: build a company, live in it, report."""

import argparse
import tempfile
from pathlib import Path

import numpy as np
from dbt.contracts.graph.manifest import Manifest

from python_ml.progress import say
from python_ml.simulator.life import estimates
from python_ml.simulator.life.company import WAREHOUSE, build_company, compile_company
from python_ml.simulator.life.dbt_day import differences
from python_ml.simulator.life.engine_code import parse_project
from python_ml.simulator.life.invariants import broken_rules
from python_ml.simulator.life.life import ESTIMATES, Life, live
from python_ml.simulator.life.report import as_lines, beside_truth, months
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.life.spending import WAYS, DecisionPoints, spend


def live_and_report(options: argparse.Namespace) -> None:
    """Live, and print what came of it.

    Args:
        options: parsed command line of `live`.

    Raises:
        ValueError: if an option's value cannot be used, dbt cannot build the company, a build by
            dbt decides something else, or a rule is broken.
    """
    settings = LifeSettings(
        customers=options.customers,
        days=options.days,
        seed=options.seed,
        start=_date(options.start),
        budget=options.budget,
        exploration_rate=options.exploration_rate,
    )
    with tempfile.TemporaryDirectory() as made:
        folder = (options.company or Path(made)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / WAREHOUSE).exists():
            print("Building a small company with dbt")
            build_company(folder)
        manifest = parse_project(settings.variables())
        models = compile_company(folder, settings, manifest)
        compared = _Comparison(folder, Path(made), manifest, settings.days, options.dbt_build_days)
        life = live(settings, folder / WAREHOUSE, models, compared)
        life.engine.build(ESTIMATES)
    _report(life)
    if options.compare_spending:
        _compare_spending(life)
    _refuse([*compared.sentences, *broken_rules(life)])


class _Comparison:
    """Days that dbt builds as well, evenly over the life."""

    def __init__(
        self, company: Path, folder: Path, manifest: Manifest, days: int, count: int
    ) -> None:
        self._company = company
        self._folder = folder
        self._manifest = manifest
        self._days = set(np.linspace(0, days - 1, count + 1)[1:].astype(int).tolist())
        self.sentences = []

    def __call__(self, life: Life, day: int) -> None:
        if day in self._days:
            found = differences(life, day, self._company, self._folder / "day", self._manifest)
            say(f"Day {day} built by dbt: {'; '.join(found) or 'the same decisions'}")
            self.sentences += found


def _report(life):
    print(as_lines(months(life)))
    print(f"\nValue earned: {life.days['value'].sum():,.0f}")
    for name, table in (
        ("Effects of deciding for an action, from explorers", estimates.effects(life)),
        ("Values of policies, by decision with an outcome", estimates.policy_values(life)),
    ):
        if len(table):
            print(f"\n{name}\n" + as_lines(beside_truth(table)))


def _compare_spending(life):
    points = DecisionPoints.of_log(life.decisions, life.world)
    print("\nThe same life with other ways to spend")
    for way in WAYS:
        print(f"{way:24}{spend(life.settings, points, way):>14,.0f}")


def _refuse(sentences):
    if sentences:
        more = f" And {len(sentences) - 5} more." if len(sentences) > 5 else ""  # noqa: PLR2004
        raise ValueError(" ".join(sentences[:5]) + more)
    print("\nLimits, contact rules and ends of decisions: nothing broken")


def _date(text):
    try:
        return np.datetime64(text, "D")
    except ValueError as error:
        raise ValueError(f"'{text}' is no date: write YYYY-MM-DD.") from error
