with

source as (
    {{ raw_table('outcomes') }}
),

final as (
    select
        experiment_id,
        customer_id,
        metric,
        observed_at,
        value
    from source
)

select * from final
