{#- A table whose meta says so is built only if something it is made of has changed. The old table is there until the new
    one takes its place, with the record of what it is made of, in one transaction. Projects that install this one have
    dbt's own materialization, which always builds. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {% set target = this.incorporate(type='table') %}
    {% set existing = load_cached_relation(this) %}
    {% set is_reusable = var('nba_is_work_reused', false) and model.language == 'sql'
        and config.get('meta', {}).get('is_reused') and load_cached_relation(fingerprint_table()) is not none %}
    {% if is_reusable %}
        {% set fingerprint = work_fingerprint(this, compiled_code) %}
        {% if existing and existing.is_table and not should_full_refresh()
            and recorded_fingerprint(this) == fingerprint %}
            {% call noop_statement('main', 'REUSED') %}{% endcall %}
            {{ return({'relations': [target]}) }}
        {% endif %}
    {% endif %}

    {% set new = make_intermediate_relation(target) %}
    {% do drop_relation_if_exists(load_cached_relation(new)) %}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main', language=model.language) %}
        {{- create_table_as(False, new, compiled_code, model.language) -}}
    {% endcall %}
    {% if existing %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% do adapter.rename_relation(new, target) %}
    {% if is_reusable %}
        {% do record_fingerprint(this, fingerprint) %}
    {% endif %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do persist_docs(target, model) %}
    {% do adapter.commit() %}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
