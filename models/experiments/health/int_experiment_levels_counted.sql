with

units as (
    select * from {{ ref('int_experiment_units_described') }}
),

{% for feature in categorical_features() %}
{{ feature }}_counts as (
    select
        experiment_id,
        arm,
        '{{ feature }}' as feature,
        coalesce(cast({{ feature }} as varchar), 'unknown') as level,
        count(*) as unit_count
    from units
    group by experiment_id, arm, {{ feature }}
),

{% endfor %}
final as (
    {% for feature in categorical_features() %}
    select * from {{ feature }}_counts
    {% if not loop.last %}
    union all
    {% endif %}
    {% else %}
    select
        experiment_id,
        arm,
        cast(null as varchar) as feature,
        cast(null as varchar) as level,
        cast(null as bigint) as unit_count
    from units
    where false
    {% endfor %}
)

select * from final
