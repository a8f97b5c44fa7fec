{{ config(materialized='view') }}

with

{% for input in input_names() %}
{{ input }} as (
    select
        'input_{{ input }}' as input_name,
        record_key,
        rejection_rule,
        rejection_detail,
        record
    from {{ ref('int_' ~ input ~ '_checked') }}
),

{% endfor %}
malformed_lines as (
    select
        'input_' || raw_table as input_name,
        cast(null as varchar) as record_key,
        'malformed_line' as rejection_rule,
        fault as rejection_detail,
        line as record
    from {{ ref('int_malformed_lines') }}
),

final as (
    {% for input in input_names() %}
    select * from {{ input }}
    union all
    {% endfor %}
    select * from malformed_lines
)

select * from final
