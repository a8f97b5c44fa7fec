with

source as (
    {{ raw_table('subscriptions') }}
),

final as (
    select
        subscription_id,
        customer_id,
        started_on,
        renews_on,
        annual_recurring_revenue_amount,
        ended_on,
        seat_count,
        discount_rate
    from source
)

select * from final
