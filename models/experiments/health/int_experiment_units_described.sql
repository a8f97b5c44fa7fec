{{ config(materialized='view') }}

with

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

final as (
    select
        assignments.experiment_id,
        assignments.arm,
        {{ feature_columns('features') }}
        assignments.customer_id
    from assignments
    inner join features
        on
            assignments.customer_id = features.customer_id
            and cast(assignments.assigned_at as date) = features.as_of_date
)

select * from final
