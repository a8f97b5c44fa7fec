with

foreseen_options as (
    select * from {{ ref('int_foreseen_options_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

final as (
    select
        foreseen_options.policy,
        foreseen_options.customer_id,
        foreseen_options.foreseen_on,
        foreseen_options.action_id,
        foreseen_options.point_number,
        foreseen_options.action_number,
        foreseen_options.account_manager_id,
        foreseen_options.cost_amount,
        cast(foreseen_options.decision_value_amount / actions.business_weight as decimal(18, 4))
            as decision_value_amount
    from foreseen_options
    inner join policies
        on foreseen_options.policy = policies.live_policy
    inner join actions
        on foreseen_options.action_id = actions.action_id
)

select * from final
