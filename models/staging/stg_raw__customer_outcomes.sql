with

source as (
    {{ raw_table('customer_outcomes') }}
),

final as (
    select
        customer_id,
        metric,
        observed_at,
        value
    from source
)

select * from final
