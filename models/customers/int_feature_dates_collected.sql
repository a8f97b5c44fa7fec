-- What would not fit says so before anything is described.
-- depends_on: {{ ref('ml_memory_estimates') }}
with

profiles as (
    select * from {{ ref('int_customers_profiled') }}
),

action_history as (
    select * from {{ ref('input_action_history') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

explorers as (
    select * from {{ ref('int_explorers_observed') }}
),

baseline_outcomes as (
    select * from {{ ref('int_baseline_outcomes_dated') }}
),

scoring_dates as (
    select
        customer_id,
        as_of_date
    from profiles
    where is_active
),

-- A training row is described as the customer was known on the day of the action.
training_dates as (
    select
        customer_id,
        cast(performed_at as date) as as_of_date
    from action_history

    union all

    select
        customer_id,
        cast(assigned_at as date) as as_of_date
    from assignments

    union all

    select
        customer_id,
        as_of_date
    from explorers

    union all

    select
        customer_id,
        as_of_date
    from baseline_outcomes
),

all_dates as (
    select * from scoring_dates
    union all
    select * from training_dates
),

final as (
    select distinct
        customer_id,
        as_of_date
    from all_dates
)

select * from final
