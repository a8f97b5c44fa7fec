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

goals_at_stake as (
    select * from {{ ref('int_goals_at_stake_listed') }}
),

open_customers as (
    select distinct customer_id
    from eligibility
    where is_eligible
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
                when retention_stakes.customer_id is not null
                    then coalesce(profiles.customer_lifetime_value_amount, 0)
                else 0
            end as double
        ) as retention_value_amount,
        cast(
            case
                when upsell_stakes.customer_id is not null
                    then coalesce(profiles.expansion_value_amount, 0)
                else 0
            end as double
        ) as upsell_value_amount
    from profiles
    inner join strata
        on profiles.customer_id = strata.customer_id
    inner join open_customers
        on profiles.customer_id = open_customers.customer_id
    left join goals_at_stake as retention_stakes
        on
            profiles.customer_id = retention_stakes.customer_id
            and retention_stakes.goal = 'retention'
    left join goals_at_stake as upsell_stakes
        on
            profiles.customer_id = upsell_stakes.customer_id
            and upsell_stakes.goal = 'upsell'
    where profiles.is_active
)

select * from final
