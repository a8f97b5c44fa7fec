from python_ml.publication.public_table import PublicTable
from python_ml.publication.publish import publish


def model(dbt, session):
    listed = dbt.ref("int_public_tables_listed").fetchall()
    as_of_date = dbt.ref("int_as_of_date").fetchall()[0][0]
    return publish(
        session,
        tables=[PublicTable(*row[:4]) for row in listed],
        as_of_date=as_of_date,
        path=dbt.config.meta_get("published_path"),
        invocation_id=listed[0][4] if listed else None,
        data_source=listed[0][5] if listed else None,
        least_rows=dbt.config.meta_get("history_file_row_count"),
    )
