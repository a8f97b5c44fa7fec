with

potential_outcomes as (
    select * from {{ ref('oracle_potential_outcomes') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

untreated as (
    select
        customer_id,
        retained_probability,
        upsold_probability
    from potential_outcomes
    where action_id = 'do_nothing'
),

final as (
    select
        cast(potential_outcomes.customer_id as varchar) as customer_id,
        cast(potential_outcomes.action_id as varchar) as action_id,
        cast(potential_outcomes.retained_probability - untreated.retained_probability as double)
            as retention_effect,
        cast(potential_outcomes.upsold_probability - untreated.upsold_probability as double)
            as upsell_effect,
        cast(potential_outcomes.retained_probability as double) as retained_probability,
        cast(actions.unit_cost_amount as decimal(18, 4)) as cost_amount,
        cast(
            (potential_outcomes.retained_probability - untreated.retained_probability)
            * profiles.customer_lifetime_value_amount
            + (potential_outcomes.upsold_probability - untreated.upsold_probability)
            * profiles.expansion_value_amount
            - actions.unit_cost_amount as decimal(18, 4)
        ) as true_value_amount,
        cast(eligibility.is_eligible as boolean) as is_eligible,
        cast(actions.catalogue_order as integer) as catalogue_order
    from potential_outcomes
    inner join untreated
        on potential_outcomes.customer_id = untreated.customer_id
    inner join eligibility
        on
            potential_outcomes.customer_id = eligibility.customer_id
            and potential_outcomes.action_id = eligibility.action_id
    inner join profiles
        on potential_outcomes.customer_id = profiles.customer_id
    inner join actions
        on potential_outcomes.action_id = actions.action_id
)

select * from final
