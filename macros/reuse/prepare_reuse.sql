{#- Records of tables stay from run to run; what was read of others counts for one run. -#}
{% macro prepare_reuse() %}
    {% if not execute or not var('nba_is_work_reused') or flags.WHICH not in ['build', 'run', 'retry'] %}
        {{ return('') }}
    {% endif %}
    {% if adapter.get_relation(target.database, target.schema, fingerprint_table().identifier) is none %}
        {% do adapter.create_schema(fingerprint_table()) %}
        {% do adapter.cache_added(fingerprint_table()) %}
    {% endif %}
    {% do run_query(
        "create table if not exists " ~ fingerprint_table()
        ~ " (relation_name varchar, made_of varchar, content varchar, run varchar)"
    ) %}
    {% do run_query("delete from " ~ fingerprint_table() ~ " where run <> ''") %}
{% endmacro %}
