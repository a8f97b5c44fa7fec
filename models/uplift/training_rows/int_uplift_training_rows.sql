-- What must be given has to fit before anything is trained.
-- depends_on: {{ ref('int_mandatory_use_summed') }}
with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

explorers as (
    select * from {{ ref('int_explorers_observed') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

-- Who was drawn to explore is a randomised unit like those of experiments.
units as (
    select
        assignments.experiment_id,
        assignments.customer_id,
        cast(assignments.assigned_at as date) as as_of_date,
        assignments.action_id,
        cast(assignments.action_probability as double) as action_probability
    from assignments

    union all

    select
        experiment_id,
        customer_id,
        as_of_date,
        action_id,
        action_probability
    from explorers
),

-- Beyond so many units the race takes long and hardly learns more; the hash draws them evenly.
drawn_units as (
    select *
    from units
    qualify
        row_number() over (order by md5(customer_id || experiment_id) asc nulls last)
        <= {{ number_var('nba_uplift_unit_limit') | int }}
),

final as (
    select
        drawn_units.experiment_id || '|' || drawn_units.customer_id as unit_id,
        drawn_units.experiment_id,
        drawn_units.customer_id,
        drawn_units.as_of_date,
        drawn_units.action_id,
        drawn_units.action_probability,
        {{ feature_columns('features') }}
        -- By customer, so that no customer is in two folds.
        {{ hash_bucket('drawn_units.customer_id', var('nba_uplift_fold_count')) }} as fold
    from drawn_units
    inner join features
        on
            drawn_units.customer_id = features.customer_id
            and drawn_units.as_of_date = features.as_of_date
)

select * from final
