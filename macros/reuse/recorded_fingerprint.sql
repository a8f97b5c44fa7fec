{% macro recorded_fingerprint(relation) %}
    {{ return(run_query(
        "select max(made_of) from " ~ fingerprint_table() ~ " where relation_name = " ~ text_literal(relation | string)
    ).columns[0][0]) }}
{% endmacro %}
