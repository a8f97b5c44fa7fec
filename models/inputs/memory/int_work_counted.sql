with

customers as (
    select * from {{ ref('input_customers') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

-- As many as are learnt from at most.
final as (
    select
        (select count(*) from customers) as customer_count,
        (select count(*) from actions) as action_count,
        least(
            (select count(*) from assignments), {{ number_var('nba_uplift_unit_limit') | int }}
        ) as unit_count,
        least(
            (select count(*) from action_history),
            {{ number_var('nba_propensity_row_limit') | int }}
        ) as past_action_count
)

select * from final
