with

recommended as (
    select * from {{ ref('int_recommendations_compared') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

reasons as (
    select * from {{ ref('int_recommendation_reasons_worded') }}
),

final as (
    select
        recommended.customer_id,
        recommended.policy,
        recommended.as_of_date,
        recommended.action_id,
        recommended.base_action_id,
        recommended.expected_value_amount,
        recommended.cost_amount,
        recommended.success_probability,
        recommended.uplift,
        recommended.evidence,
        segments.segment,
        segments.uplift_type,
        recommended.runner_up_action_id,
        recommended.binding_resource_id,
        recommended.role,
        recommended.is_exploration,
        recommended.action_probability,
        reasons.reason
    from recommended
    inner join segments
        on recommended.customer_id = segments.customer_id
    inner join reasons
        on recommended.customer_id = reasons.customer_id
)

select * from final
