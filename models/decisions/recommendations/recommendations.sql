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

explained as (
    select
        recommended.*,
        segments.segment,
        segments.uplift_type,
        reasons.reason
    from recommended
    inner join segments
        on recommended.customer_id = segments.customer_id
    inner join reasons
        on recommended.customer_id = reasons.customer_id
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(policy as varchar) as policy,
        cast(as_of_date as date) as as_of_date,
        cast(action_id as varchar) as action_id,
        cast(base_action_id as varchar) as base_action_id,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(
            row_number() over (
                order by
                    (action_id = 'do_nothing') asc nulls last,
                    expected_value_amount / nullif(cost_amount, 0) desc nulls first,
                    expected_value_amount desc nulls last,
                    customer_id asc nulls last
            ) as bigint
        ) as priority_rank,
        cast(success_probability as double) as success_probability,
        cast(uplift as double) as uplift,
        cast(evidence as varchar) as evidence,
        cast(segment as varchar) as segment,
        cast(uplift_type as varchar) as uplift_type,
        cast(runner_up_action_id as varchar) as runner_up_action_id,
        cast(binding_resource_id as varchar) as binding_resource_id,
        cast(role as varchar) as role,
        cast(is_exploration as boolean) as is_exploration,
        cast(action_probability as double) as action_probability,
        cast(reason as varchar) as reason
    from explained
)

select * from final
