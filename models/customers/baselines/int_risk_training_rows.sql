with

outcomes as (
    select * from {{ ref('int_baseline_outcomes_dated') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
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
)

select * from final
