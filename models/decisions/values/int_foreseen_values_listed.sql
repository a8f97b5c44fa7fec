with

valued as (
    select * from {{ ref('int_action_values_computed') }}
    where is_eligible
),

foreseen_points as (
    select * from {{ ref('int_decision_points_foreseen') }}
),

-- Who comes up later is valued by what is known of them today.
final as (
    select
        valued.policy,
        valued.customer_id,
        foreseen_points.foreseen_on,
        valued.action_id,
        valued.cost_amount,
        valued.expected_value_amount,
        valued.decision_value_amount
    from foreseen_points
    inner join valued
        on foreseen_points.customer_id = valued.customer_id
)

select * from final
