from python_ml.publication.publish import publish


def model(dbt, session):
    listed = dbt.ref("int_public_tables_listed").fetchall()
    as_of_date = dbt.ref("int_as_of_date").fetchall()[0][0]
    return publish(
        session,
        tables=[(table_name, relation_name) for table_name, relation_name, _ in listed],
        as_of_date=as_of_date,
        path=dbt.config.meta_get("published_path"),
        invocation_id=listed[0][2] if listed else None,
    )
