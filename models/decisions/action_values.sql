with

candidates as (
    select * from {{ ref('int_action_candidates_listed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

priced as (
    select
        candidates.policy,
        candidates.customer_id,
        candidates.action_id,
        candidates.as_of_date,
        candidates.is_eligible,
        actions.goal,
        case when candidates.action_id = 'do_nothing' then 0 else actions.unit_cost_amount end
            as cost_amount,
        propensity_scores.success_probability,
        case actions.goal
            when 'retention' then profiles.customer_lifetime_value_amount
            when 'upsell' then profiles.expansion_value_amount
            else 0
        end as incremental_value_amount
    from candidates
    inner join actions
        on candidates.action_id = actions.action_id
    inner join profiles
        on candidates.customer_id = profiles.customer_id
    left join propensity_scores
        on
            candidates.customer_id = propensity_scores.customer_id
            and candidates.action_id = propensity_scores.action_id
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(as_of_date as date) as as_of_date,
        cast(success_probability as double) as success_probability,
        cast(incremental_value_amount as decimal(18, 4)) as incremental_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(
            case
                when action_id = 'do_nothing' then 0
                else {{ expected_value(
                    'success_probability', 'incremental_value_amount', 'cost_amount'
                ) }}
            end as decimal(18, 4)
        ) as expected_value_amount,
        cast(is_eligible as boolean) as is_eligible
    from priced
    -- An action nothing is known about has no value to compare.
    where
        action_id = 'do_nothing'
        or (success_probability is not null and incremental_value_amount is not null)
)

select * from final
