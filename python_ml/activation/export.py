"""Objects for other systems as CSV or JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from python_ml.activation.payloads import Payload, read_payloads
from python_ml.publication.whole_files import write_lines

KEYS = ["delivery_key", "operation", "decision_id"]


def export(
    published_path: Path,
    folder: Path,
    *,
    targets: list[str],
    file_format: str,
    only_new: bool,
) -> dict[Path, int]:
    """Write one file for each kind of object of each target.

    Args:
        published_path: the served DuckDB file.
        folder: where the files go, as <target>_<object>.<format>.
        targets: keys of the systems, from crm_fields.
        file_format: csv (a column for each field) or jsonl (an object in each line).
        only_new: whether to leave out what earlier publications said already.

    Returns:
        dict: file -> number of rows; a kind of object without rows has no file, and an older file
        of it is removed.

    Raises:
        ValueError: if nothing is published, or a target is unknown.
    """
    lines_of = {"csv": _csv_lines, "jsonl": _json_lines}[file_format]
    written = {}
    for target in targets:
        payloads = read_payloads(published_path, target=target, only_new=only_new)
        for stale in folder.glob(f"{target}_*.{file_format}"):
            stale.unlink()
        for object_name, group in groupby(payloads, attrgetter("object_name")):
            rows = list(group)
            path = folder / f"{target}_{object_name}.{file_format}"
            write_lines(path, lines_of(rows))
            written[path] = len(rows)
    return written


def _json_lines(payloads: Iterable[Payload]):
    for payload in payloads:
        keys = {name: getattr(payload, name) for name in KEYS}
        yield json.dumps(keys | {"payload": json.loads(payload.body)}, ensure_ascii=False)


def _csv_lines(payloads: list[Payload]):
    objects = [_flat(json.loads(payload.body)) for payload in payloads]
    fields = sorted({name for fields in objects for name in fields})
    yield _csv_line([*KEYS, *fields])
    for payload, values in zip(payloads, objects, strict=True):
        yield _csv_line(
            [*(getattr(payload, name) for name in KEYS), *(values.get(name) for name in fields)]
        )


def _flat(fields):
    flat = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": item for inner, item in value.items()}
        else:
            flat[name] = value
    return flat


def _csv_line(values):
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()
