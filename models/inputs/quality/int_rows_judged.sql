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
final as (
    {% for input in input_names() %}
    select * from {{ input }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
