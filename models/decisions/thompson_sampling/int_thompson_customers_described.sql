with

profiles as (
    select * from {{ ref('customer_profile') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

eligibility as (
    select * from {{ ref('int_eligibility_judged') }}
    where is_due or is_foreseen
),

customer_goals as (
    select * from {{ ref('int_customer_goals_valued') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

-- One value per goal in a list, as the draws have it: a row per draw, action and goal of each
-- customer would be as many times larger.
success_values as (
    select
        customer_goals.customer_id,
        {{ ordered_list(
            'cast(case when customer_goals.is_at_stake'
            ~ ' then coalesce(customer_goals.value_amount, 0)'
            ~ ' * goal_outcomes.mean_success_outcome else 0 end as double)',
            'customer_goals.goal_order'
        ) }} as success_value_amounts
    from customer_goals
    inner join goal_outcomes
        on customer_goals.goal = goal_outcomes.goal
    group by customer_goals.customer_id
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
        success_values.success_value_amounts
    from profiles
    inner join strata
        on profiles.customer_id = strata.customer_id
    inner join open_customers
        on profiles.customer_id = open_customers.customer_id
    left join success_values
        on profiles.customer_id = success_values.customer_id
    where profiles.is_active
)

select * from final
