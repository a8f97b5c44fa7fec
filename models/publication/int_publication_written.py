from python_ml.publication import publish


def model(dbt, session):
    tables = dbt.ref("int_public_tables_listed").fetchall()
    as_of_date = dbt.ref("int_as_of_date").fetchall()[0][0]
    return publish(
        session,
        tables=tables,
        as_of_date=as_of_date,
        path=dbt.config.meta_get("published_path"),
        project_version=dbt.config.meta_get("project_version"),
    )
