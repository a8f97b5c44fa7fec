with

profiles as (
    select * from {{ ref('customer_profile') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

goals_at_stake as (
    select
        eligibility.customer_id,
        bool_or(actions.goal = 'retention') as is_retention_at_stake,
        bool_or(actions.goal = 'upsell') as is_upsell_at_stake
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    where eligibility.is_eligible
    group by eligibility.customer_id
),

final as (
    select
        profiles.customer_id,
        strata.stratum,
        -- Every customer follows one of the draws, whichever the hash says.
        {{ hash_bucket(
            "concat_ws('|', '" ~ var('nba_assignment_salt') ~ "', 'thompson', "
            ~ "cast(profiles.as_of_date as varchar), profiles.customer_id)",
            number_var('nba_thompson_draw_count') | int
        ) }} as draw_number,
        cast(
            case
                when goals_at_stake.is_retention_at_stake
                    then coalesce(profiles.customer_lifetime_value_amount, 0)
                else 0
            end as double
        ) as retention_value_amount,
        cast(
            case
                when goals_at_stake.is_upsell_at_stake
                    then coalesce(profiles.expansion_value_amount, 0)
                else 0
            end as double
        ) as upsell_value_amount
    from profiles
    inner join strata
        on profiles.customer_id = strata.customer_id
    inner join goals_at_stake
        on profiles.customer_id = goals_at_stake.customer_id
    where profiles.is_active
)

select * from final
