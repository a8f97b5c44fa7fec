with

outcomes as (
    select * from {{ ref('int_baseline_outcomes_dated') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

usage_weeks as (
    select * from {{ ref('input_usage') }}
),

usage_history as (
    select min(week_start_on) as first_week_start_on from usage_weeks
),

final as (
    select
        outcomes.goal || '|' || outcomes.customer_id || '|' || outcomes.as_of_date || '|'
        || outcomes.observed_on as training_row_id,
        outcomes.goal,
        outcomes.customer_id,
        outcomes.as_of_date,
        outcomes.observed_on,
        outcomes.was_reached,
        outcomes.was_treated,
        {{ feature_columns('features') }}
        -- By customer, so that no customer is in two folds.
        {{ hash_bucket('outcomes.customer_id', var('nba_risk_fold_count')) }} as fold
    from outcomes
    inner join features
        on
            outcomes.customer_id = features.customer_id
            and outcomes.as_of_date = features.as_of_date
    cross join usage_history
    -- Features of usage look back four weeks: before these are on record they say nothing.
    where
        usage_history.first_week_start_on is null
        or outcomes.as_of_date >= {{ add_days('usage_history.first_week_start_on', 28) }}
)

select * from final
