"""A build beside the same work as a data scientist scripts it: seconds and memory, by stage.

Usage: python benchmarks/peers_pipeline.py [--customers N] [--raw DIR] [--keep DIR]
    [--peers-python PATH] [--forests xgboost|sklearn]

Both start from the same raw files and end with files. What the script is made of, and what it
leaves out that a build does, is said in `peers_script/__main__.py` and `peers_script/uplift.py`.
A build's stages are its models by room; two run at a time, so that their seconds add up to more
than the whole, and the memory of a stage is that of the process while its models ran. What has no
counterpart in the script (tests, checks of inputs, decision log, monitoring, publication and more)
is its last stage. Idle threads of both sleep instead of spinning, as they would have to on cores
that others use too.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from benchmarks.measured_process import Usage, run_measured
from benchmarks.simulated_company import ROOT, dbt_command, dbt_environment, simulate

BUDGET_PER_CUSTOMER = 10
PASSIVE = {"OMP_WAIT_POLICY": "passive"}
ELSE = "what only the build does"
# Rooms of models by the stage of the script that they stand beside; the first that fits counts.
ROOMS = {
    "data": ("staging", "inputs", "history", "customers"),
    "propensity and risk": ("customers/baselines", "uplift/propensity"),
    "uplift race": ("uplift/training_rows", "uplift/cross_fitting"),
    "evaluation": ("uplift/evaluation", "uplift/race"),
    "final model and scores": ("uplift/registry", "uplift/scores"),
    "policy tree": ("decisions/policy_tree",),
    "values and allocation": (
        *("decisions/eligibility", "decisions/values", "decisions/segments"),
        *("decisions/resources", "decisions/allocation"),
    ),
    "scenarios": ("decisions/scenarios",),
    "writing": (),
}


def stage_of(room: tuple[str, ...]) -> str:
    """The stage that a model of a room belongs to.

    Args:
        room: folders of the model, such as ("uplift", "race").

    Returns:
        str: a stage of the script, or `ELSE`.
    """
    paths = ("/".join(room[:2]), room[0] if room else "")
    for path in paths:
        for stage, rooms in ROOMS.items():
            if path in rooms:
                return stage
    return ELSE


def build_stages(target: Path, usage: Usage) -> dict[str, tuple[float, float]]:
    """Seconds of the nodes of a build by stage, and its memory while they ran.

    Args:
        target: dbt's folder of results.
        usage: of the process.

    Returns:
        dict: stage -> (seconds, GB).
    """
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    seconds, peaks = defaultdict(float), defaultdict(float)
    for result in json.loads((target / "run_results.json").read_text())["results"]:
        node = nodes.get(result["unique_id"], {})
        is_model = node.get("resource_type") == "model"
        stage = stage_of(tuple(node["fqn"][1:-1])) if is_model else ELSE
        seconds[stage] += result["execution_time"]
        for timing in result["timing"]:
            if timing["name"] == "execute" and timing["started_at"]:
                began, ended = (
                    datetime.fromisoformat(timing[name]).timestamp()
                    for name in ("started_at", "completed_at")
                )
                peaks[stage] = max(peaks[stage], usage.peak_within(began, ended))
    return {stage: (seconds[stage], peaks[stage]) for stage in seconds}


def script_stages(out: Path, usage: Usage) -> dict[str, tuple[float, float]]:
    """Seconds of the script by stage, and its memory meanwhile.

    Args:
        out: folder that it wrote.
        usage: of the process.

    Returns:
        dict: stage -> (seconds, GB).
    """
    return {
        row["stage"]: (
            row["ended"] - row["started"],
            usage.peak_within(row["started"], row["ended"]),
        )
        for row in json.loads((out / "stages.json").read_text())
    }


def as_tables(build: tuple, script: tuple) -> str:
    """Both beside each other, in Markdown.

    Args:
        build: Usage, and what `build_stages` returned.
        script: Usage, and what `script_stages` returned.

    Returns:
        str: a table of the wholes, and one of the stages.
    """
    lines = ["| | `dbt build` | script | script / build |", "|---|---|---|---|"]
    for name, unit in (
        ("seconds", ""),
        ("processor_seconds", ""),
        ("peak_gigabytes", " GB"),
    ):
        ours, theirs = (getattr(usage, name) for usage, _ in (build, script))
        word = "peak memory" if unit else name.replace("_", " ")
        digits = ".1f" if unit else ".0f"
        lines.append(
            f"| {word} | {ours:{digits}}{unit} | {theirs:{digits}}{unit} | {theirs / ours:.1f} |"
        )
    lines += [
        "",
        "| stage | build: seconds | peak memory | script: seconds | peak memory | script / build |",
        "|---" * 6 + "|",
    ]
    for stage in (*ROOMS, ELSE):
        cells = [
            f"{of[stage][0]:.1f} | {of[stage][1]:.1f} GB" if stage in of else " | "
            for _, of in (build, script)
        ]
        both = [of[stage][0] for _, of in (build, script) if stage in of]
        ratio = f"{both[1] / both[0]:.1f}" if len(both) == 2 and both[0] > 0 else ""  # noqa: PLR2004
        lines.append(f"| {stage} | {cells[0]} | {cells[1]} | {ratio} |")
    return "\n".join(lines)


def compare(folder: Path, arguments: argparse.Namespace) -> str:
    """Build, then run the script, both from nothing.

    Args:
        folder: to work in.
        arguments: customers, raw, peers_python and forests.

    Returns:
        str: as from `as_tables`.
    """
    raw = (arguments.raw or folder / "raw").resolve()
    if not raw.exists():
        simulate(folder, 7, "--customers", str(arguments.customers), "--format", "parquet")
    for old in ("nba.duckdb", "published.duckdb"):
        (folder / old).unlink(missing_ok=True)
    budget = BUDGET_PER_CUSTOMER * arguments.customers
    variables = {"nba_raw_path": str(raw), "nba_budget_amount": budget}
    built = run_measured(
        dbt_command(["build", "--quiet"], variables), dbt_environment(folder) | PASSIVE
    )
    out = folder / "script"
    scripted = run_measured(
        [
            *(str(arguments.peers_python), "-m", "benchmarks.peers_script"),
            *("--raw", str(raw), "--out", str(out), "--budget", str(budget)),
            *("--forests", arguments.forests),
        ],
        os.environ | PASSIVE | {"PYTHONPATH": str(ROOT)},
    )
    return as_tables(
        (built, build_stages(folder / "target", built)), (scripted, script_stages(out, scripted))
    )


def main() -> None:
    """Compare on one company."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--raw", type=Path, help="raw tables that are there, of so many customers")
    parser.add_argument("--keep", type=Path, help="folder to work in; its raw tables are kept")
    parser.add_argument(
        "--peers-python",
        type=Path,
        default=ROOT / ".venv-peers" / "bin" / "python",
        help="Python with what requirements/peers.txt lists",
    )
    parser.add_argument("--forests", choices=["xgboost", "sklearn"], default="xgboost")
    arguments = parser.parse_args()
    if not arguments.peers_python.exists():
        sys.exit(f"{arguments.peers_python} is not there. Make it by: make .venv-peers/installed")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        print(compare(folder, arguments))


if __name__ == "__main__":
    main()
