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

uplift_values as (
    select * from {{ ref('int_uplift_valued') }}
),

policy_values as (
    select * from {{ ref('learner_policy_values') }}
),

-- Where no uplift learner beat the propensity policy, uplift_v2 decides as that policy does.
champions as (
    select coalesce(bool_or(is_champion and learner = 'propensity'), false) as is_propensity
    from policy_values
),

joined as (
    select
        candidates.policy,
        candidates.customer_id,
        candidates.action_id,
        candidates.as_of_date,
        candidates.is_eligible,
        candidates.policy = 'uplift_v2' and not champions.is_propensity as is_by_uplift,
        case when candidates.action_id = 'do_nothing' then 0 else actions.unit_cost_amount end
            as cost_amount,
        propensity_scores.success_probability as propensity_success_probability,
        uplift_values.success_probability as uplift_success_probability,
        uplift_values.uplift,
        uplift_values.uplift_lower,
        uplift_values.uplift_upper,
        uplift_values.caused_value_amount,
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
    cross join champions
    left join propensity_scores
        on
            candidates.customer_id = propensity_scores.customer_id
            and candidates.action_id = propensity_scores.action_id
    left join uplift_values
        on
            candidates.customer_id = uplift_values.customer_id
            and candidates.action_id = uplift_values.action_id
),

valued as (
    select
        *,
        case
            when is_by_uplift then uplift_success_probability
            else propensity_success_probability
        end as success_probability,
        case
            when action_id = 'do_nothing' then 0
            when is_by_uplift then caused_value_amount - cost_amount
            -- The race says nothing of an action that too few units got.
            when policy = 'uplift_v2' and uplift is null then null
            else {{ expected_value(
                'propensity_success_probability', 'incremental_value_amount', 'cost_amount'
            ) }}
        end as expected_value_amount
    from joined
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(as_of_date as date) as as_of_date,
        cast(success_probability as double) as success_probability,
        cast(case when is_by_uplift then uplift end as double) as uplift,
        cast(case when is_by_uplift then uplift_lower end as double) as uplift_lower,
        cast(case when is_by_uplift then uplift_upper end as double) as uplift_upper,
        cast(incremental_value_amount as decimal(18, 4)) as incremental_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(is_eligible as boolean) as is_eligible
    from valued
    -- An action nothing is known about has no value to compare.
    where expected_value_amount is not null and incremental_value_amount is not null
)

select * from final
