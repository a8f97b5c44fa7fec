{# Built only when every public table and all of its tests are good: publication waits for it. #}
{% set is_publishable = is_whole_build() %}
with

final as (
    {% for table in public_tables() %}
    {% set relation = ref_public_table(table) %}
    {% set log = log_columns(table) %}
    select
        cast('{{ relation.identifier }}' as varchar) as table_name,
        cast('{{ relation }}' as varchar) as relation_name,
        cast({{ text_literal(log.date) if log else 'null' }} as varchar) as date_column,
        cast({{ text_literal(log.batch) if log else 'null' }} as varchar) as batch_column,
        cast('{{ invocation_id }}' as varchar) as invocation_id,
        cast('{{ data_source() }}' as varchar) as data_source
    where {{ is_publishable }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
