"""What a publication has for other systems: rows of crm_payloads."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from python_ml.publication.served_file import require_published


@dataclass(frozen=True)
class Payload:
    """One object for one system, with the change that it stands for.

    Attributes:
        target: key of the system.
        object_name: kind of object in that system.
        delivery_key: the same whenever the same change is delivered.
        decision_id: key of the decision.
        operation: insert, update or withdraw.
        customer_id: key of the customer; what is delivered about one keeps its order.
        as_of_date: day of the publication that said so first.
        body: the object as JSON text.
    """

    target: str
    object_name: str
    delivery_key: str
    decision_id: str
    operation: str
    customer_id: str
    as_of_date: date
    body: str


def read_payloads(
    published_path: Path,
    *,
    target: str,
    object_name: str | None = None,
    only_new: bool = False,
) -> list[Payload]:
    """Objects for one system, in the order to deliver them.

    Args:
        published_path: the served DuckDB file.
        target: key of the system, from crm_fields.
        object_name: kind of object; None for all that the target has.
        only_new: whether to leave out what earlier publications said already.

    Returns:
        list of Payload: within each kind of object in the order of delivery_order.

    Raises:
        ValueError: if nothing is published there, or crm_fields has no such target or object.
    """
    with _connected(published_path) as connection:
        objects = _objects_by_target(connection, published_path)
        if target not in objects:
            raise ValueError(
                f"There is no target '{target}' in crm_fields; the publication has "
                f"{', '.join(sorted(objects)) or 'none'}. Name one of these, or add rows to "
                "crm_fields and build again."
            )
        if object_name is not None and object_name not in objects[target]:
            raise ValueError(
                f"The target '{target}' has no object '{object_name}'; it has "
                f"{', '.join(sorted(objects[target]))}."
            )
        rows = connection.execute(
            "select target, object, delivery_key, decision_id, operation, customer_id, as_of_date, "
            "payload from crm_payloads where target = ? and (? is null or object = ?) "
            "and (is_new or not ?) order by object, delivery_order",
            [target, object_name, object_name, only_new],
        ).fetchall()
    return [Payload(*row) for row in rows]


def read_targets(published_path: Path) -> list[str]:
    """Keys of the systems that crm_fields has objects for, in the order of the alphabet.

    Args:
        published_path: the served DuckDB file.

    Returns:
        list of str: the keys.

    Raises:
        ValueError: if nothing is published there.
    """
    with _connected(published_path) as connection:
        return sorted(_objects_by_target(connection, published_path))


def _connected(published_path):
    require_published(published_path)
    try:
        return duckdb.connect(str(published_path), read_only=True)
    except duckdb.Error as error:
        raise ValueError(
            f"The file '{published_path}' cannot be read as a publication: {error}. Name the "
            "served file with --published or NBA_PUBLISHED_PATH."
        ) from error


def _objects_by_target(connection, published_path):
    try:
        rows = connection.execute("select target, object from crm_targets order by all").fetchall()
        connection.execute("select 1 from crm_payloads limit 0")
    except duckdb.CatalogException:
        raise ValueError(
            f"The publication '{published_path}' has no crm_payloads: an older version wrote it. "
            "Build once more."
        ) from None
    objects = {}
    for target, object_name in rows:
        objects.setdefault(target, set()).add(object_name)
    return objects
