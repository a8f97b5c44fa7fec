with

observations as (
    select * from {{ ref('int_experiment_observations_listed') }}
),

scales as (
    select * from {{ ref('int_experiment_scales_measured') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

features as (
    select * from {{ ref('int_features_selected') }}
),

{{ experiment_entries('observations', 'scales') }},

-- The segments a unit was in on the day of its assignment.
entries_described as (
    select
        entries.*,
        {% for feature in categorical_features() %}
        coalesce(cast(features.{{ feature }} as varchar), 'unknown') as feature_{{ loop.index }},
        {% endfor %}
        entries.stratum as feature_0
    from entries
    inner join assignments
        on
            entries.experiment_id = assignments.experiment_id
            and entries.customer_id = assignments.customer_id
    left join features -- noqa: ST11
        on
            assignments.customer_id = features.customer_id
            and cast(assignments.assigned_at as date) = features.as_of_date
),

{% for dimension in ['stratum'] + categorical_features() %}
by_dimension_{{ loop.index0 }} as (
    select
        experiment_id,
        arm,
        metric,
        '{{ dimension }}' as dimension,
        feature_{{ loop.index0 }} as segment,
        {{ moment_sums() | indent(8) }}
    from entries_described
    group by experiment_id, arm, metric, feature_{{ loop.index0 }}
),

{% endfor %}
final as (
    {% for dimension in ['stratum'] + categorical_features() %}
    select * from by_dimension_{{ loop.index0 }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
