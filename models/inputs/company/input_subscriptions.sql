-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_subscriptions_checked') }}
),

final as (
    select
        subscription_id,
        customer_id,
        started_on,
        renews_on,
        ended_on,
        annual_recurring_revenue_amount,
        seat_count,
        discount_rate
    from checked
    where rejection_rule is null
)

select * from final
