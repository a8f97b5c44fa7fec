{% set features = model_features(var('nba_features_model')) if execute else [] %}
{% set measured = features | selectattr('type', 'equalto', 'numeric')
    | rejectattr('name', 'equalto', 'churn_probability') | list %}
-- The linter sees no features, and so no use of some CTEs.
-- depends_on: {{ ref(var('nba_features_model')) }}
with

training_rows as ( -- noqa: ST03
    select * from {{ ref('int_risk_training_rows') }}
    where not was_treated
),

predictions as (
    select * from {{ ref('risk_predictions') }}
),

features_of_today as ( -- noqa: ST03
    select * from {{ ref('int_features_to_score') }}
),

scores as (
    select * from {{ ref('ml_goal_risk_scores') }}
),

learnt_goals as ( -- noqa: ST03
    select distinct goal from predictions
),

before as (
    select
        goal as model_group,
        'score' as measure,
        baseline_probability as value
    from predictions

    {% for feature in measured %}
    union all

    select
        training_rows.goal as model_group,
        '{{ feature.name }}' as measure,
        cast(training_rows.{{ feature.name }} as double) as value
    from training_rows
    inner join learnt_goals
        on training_rows.goal = learnt_goals.goal
    {% endfor %}
),

today as (
    select
        goal as model_group,
        'score' as measure,
        baseline_probability as value
    from scores

    {% for feature in measured %}
    union all

    select
        learnt_goals.goal as model_group,
        '{{ feature.name }}' as measure,
        cast(features_of_today.{{ feature.name }} as double) as value
    from features_of_today
    cross join learnt_goals
    {% endfor %}
),

{{ stability_indices('before', 'today') }},

final as (
    select
        cast(model_group as varchar) as goal,
        cast(measure as varchar) as measure,
        cast(stability_index as double) as stability_index,
        cast(
            stability_index > {{ number_var('nba_retraining_stability_index') }} as boolean
        ) as is_shifted
    from indices
)

select * from final
