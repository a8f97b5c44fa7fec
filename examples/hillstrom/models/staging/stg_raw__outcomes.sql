with

customers as (
    select * from {{ ref('stg_hillstrom__customers') }}
),

metric_values as (
    {% for metric in ['visit', 'conversion', 'spend'] %}
    select
        customer_id,
        '{{ metric }}' as metric,
        cast({{ metric }} as double) as value
    from customers
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        'hillstrom_2008' as experiment_id,
        customer_id,
        metric,
        cast('2008-03-15 00:00:00' as timestamp) as observed_at,
        value
    from metric_values
)

select * from final
