with

source as (
    {{ raw_table('churn_scores') }}
),

final as (
    select
        customer_id,
        scored_on,
        churn_probability
    from source
)

select * from final
