from python_ml.learning.first_come import first_come


def model(dbt, session):
    del session
    return first_come(dbt.ref("int_first_come_needs_listed").to_arrow_table())
