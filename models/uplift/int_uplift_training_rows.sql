with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

customer_values as (
    select * from {{ ref('int_customer_values_dated') }}
),

-- Beyond so many units the race takes long and hardly learns more; the hash draws them evenly.
drawn_assignments as (
    select *
    from assignments
    qualify
        row_number() over (order by md5(customer_id || experiment_id) asc nulls last)
        <= {{ number_var('nba_uplift_unit_limit') | int }}
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
final as (
    select
        assignments.experiment_id || '|' || assignments.customer_id as unit_id,
        assignments.experiment_id,
        assignments.customer_id,
        cast(assignments.assigned_at as date) as as_of_date,
        assignments.action_id,
        cast(assignments.action_probability as double) as action_probability,
        cast(retention_outcomes.value as double) as retention_outcome,
        cast(upsell_outcomes.value as double) as upsell_outcome,
        customer_values.retention_value_amount,
        customer_values.upsell_value_amount,
        {{ feature_columns('features') }}
        -- By customer, so that no customer is in two folds.
        {{ hash_bucket('assignments.customer_id', var('nba_uplift_fold_count')) }} as fold
    from drawn_assignments as assignments
    inner join features
        on
            assignments.customer_id = features.customer_id
            and cast(assignments.assigned_at as date) = features.as_of_date
    inner join customer_values
        on
            assignments.customer_id = customer_values.customer_id
            and cast(assignments.assigned_at as date) = customer_values.as_of_date
    left join retention_outcomes
        on
            assignments.experiment_id = retention_outcomes.experiment_id
            and assignments.customer_id = retention_outcomes.customer_id
    left join upsell_outcomes
        on
            assignments.experiment_id = upsell_outcomes.experiment_id
            and assignments.customer_id = upsell_outcomes.customer_id
)

select * from final
