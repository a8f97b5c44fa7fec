{% macro fingerprint_table() %}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema, identifier='work_fingerprints', type='table'
    )) }}
{% endmacro %}
