with

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

segment_actions as (
    select * from {{ ref('input_segment_actions') }}
),

segmented as (
    select
        customer_id,
        as_of_date,
        {{ customer_segment(
            risk_level('churn_probability'), value_level('customer_lifetime_value_amount'),
            engagement_level('engagement_score')
        ) }} as segment
    from trial_customers
),

final as (
    select
        segmented.customer_id,
        segmented.as_of_date,
        segmented.segment,
        segment_actions.action_id
    from segmented
    left join segment_actions
        on segmented.segment = segment_actions.segment
)

select * from final
