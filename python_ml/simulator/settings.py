"""The simulated company's settings, which are those of the demo."""

import shutil
from pathlib import Path

_SEEDS = Path(__file__).parents[2] / "seeds" / "settings"


def copy_settings(folder: Path) -> int:
    """Lay the demo's settings beside a world's tables, so that the folder is a whole company.

    Args:
        folder: existing folder.

    Returns:
        int: number of tables, each a CSV file.
    """
    seeds = sorted(_SEEDS.glob("*.csv"))
    for seed in seeds:
        shutil.copyfile(seed, Path(folder) / seed.name)
    return len(seeds)
