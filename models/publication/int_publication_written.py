from python_ml.publication.publish import publish


def model(dbt, session):
    listed = dbt.ref("int_public_tables_listed").fetchall()
    as_of_date = dbt.ref("int_as_of_date").fetchall()[0][0]
    return publish(
        session,
        tables=[row[:2] for row in listed],
        as_of_date=as_of_date,
        path=dbt.config.meta_get("published_path"),
        invocation_id=listed[0][2] if listed else None,
        data_source=listed[0][3] if listed else None,
    )
