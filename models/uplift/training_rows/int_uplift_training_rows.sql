with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

explorers as (
    select * from {{ ref('int_explorers_observed') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

customer_values as (
    select * from {{ ref('int_customer_values_dated') }}
),

{% for goal in ['retention', 'upsell'] %}
{{ goal }}_outcomes as (
    select
        experiment_id,
        customer_id,
        value
    from outcomes
    where metric = '{{ var('nba_success_metrics')[goal] }}'
),

{% endfor %}
-- Who was drawn to explore is a randomised unit like those of experiments.
units as (
    select
        assignments.experiment_id,
        assignments.customer_id,
        cast(assignments.assigned_at as date) as as_of_date,
        assignments.action_id,
        cast(assignments.action_probability as double) as action_probability,
        cast(retention_outcomes.value as double) as retention_outcome,
        cast(upsell_outcomes.value as double) as upsell_outcome
    from assignments
    left join retention_outcomes
        on
            assignments.experiment_id = retention_outcomes.experiment_id
            and assignments.customer_id = retention_outcomes.customer_id
    left join upsell_outcomes
        on
            assignments.experiment_id = upsell_outcomes.experiment_id
            and assignments.customer_id = upsell_outcomes.customer_id

    union all

    select
        experiment_id || ' ' || cast(as_of_date as varchar) as experiment_id,
        customer_id,
        as_of_date,
        action_id,
        action_probability,
        retention_outcome,
        upsell_outcome
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
        drawn_units.retention_outcome,
        drawn_units.upsell_outcome,
        customer_values.retention_value_amount,
        customer_values.upsell_value_amount,
        {{ feature_columns('features') }}
        -- By customer, so that no customer is in two folds.
        {{ hash_bucket('drawn_units.customer_id', var('nba_uplift_fold_count')) }} as fold
    from drawn_units
    inner join features
        on
            drawn_units.customer_id = features.customer_id
            and drawn_units.as_of_date = features.as_of_date
    inner join customer_values
        on
            drawn_units.customer_id = customer_values.customer_id
            and drawn_units.as_of_date = customer_values.as_of_date
)

select * from final
