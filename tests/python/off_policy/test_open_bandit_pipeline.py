import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from off_policy_sql import ESTIMATORS, MACROS, estimate

FOLDER = Path(os.environ.get("NBA_VECTORS_DIR", Path(__file__).parents[2] / "vectors"))
PATH = FOLDER / "off_policy.json"
if not PATH.exists():
    PATH = Path(__file__).parents[2] / "vectors" / "off_policy.json"
VECTORS = json.loads(PATH.read_text())
COLUMNS = [
    *("reward", "logged_probability", "target_probability"),
    *("predicted_logged", "predicted_target"),
]


def vector_rows():
    columns = {name: VECTORS[name] for name in COLUMNS}
    return pa.table({"policy": ["p"] * len(VECTORS["reward"]), **columns})


@pytest.mark.parametrize("estimator", sorted(VECTORS["values"]))
def test_values_are_those_of_the_open_bandit_pipeline(estimator):
    found = estimate(vector_rows(), keys=["policy"], switch_weight=VECTORS["switch_weight"])
    assert found["p", estimator][0] == pytest.approx(VECTORS["values"][estimator], rel=1e-9)


def test_clipped_weights_count_as_the_clip():
    weight = np.array(VECTORS["target_probability"]) / np.array(VECTORS["logged_probability"])
    reward, logged, target = (np.array(VECTORS[name]) for name in (COLUMNS[0], *COLUMNS[3:]))
    clipped = np.minimum(weight, 1.5)
    assert (weight > clipped).any()
    found = estimate(vector_rows(), keys=["policy"], weight_clip=1.5)
    assert found["p", "ips_clipped"][0] == pytest.approx((clipped * reward).mean(), rel=1e-9)
    expected = (target + clipped * (reward - logged)).mean()
    assert found["p", "dr_clipped"][0] == pytest.approx(expected, rel=1e-9)


def test_standard_errors_are_those_of_the_terms():
    weight = np.array(VECTORS["target_probability"]) / np.array(VECTORS["logged_probability"])
    reward = np.array(VECTORS["reward"])
    count = len(reward)
    found = estimate(vector_rows(), keys=["policy"])
    expected = (weight * reward).std(ddof=1) / np.sqrt(count)
    assert found["p", "ips"][1] == pytest.approx(expected, rel=1e-9)
    value = (weight * reward).sum() / weight.sum()
    influence = weight * (reward - value) / weight.mean()
    expected = np.sqrt((influence**2).sum() / (count - 1) / count)
    assert found["p", "snips"][1] == pytest.approx(expected, rel=1e-9)


def test_the_tables_use_these_very_estimators():
    text = (MACROS / "off_policy" / "off_policy_estimators.sql").read_text()
    assert str(ESTIMATORS) in text
