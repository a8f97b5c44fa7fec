{% set features = model_features(var('nba_features_model')) if execute else [] %}
{% set limit = number_var('nba_drift_unit_limit') | int %}
-- The linter sees no features, and so no use of some CTEs.
-- depends_on: {{ ref(var('nba_features_model')) }}
with

features_of_today as (
    select * from {{ ref('int_features_to_score') }}
),

training_rows as (
    select * from {{ ref('int_uplift_training_rows') }}
),

valued_customers as (
    select * from {{ ref('int_customers_valued_listed') }}
    where is_reference
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
),

uplift_scores as (
    select * from {{ ref('uplift_scores') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
),

sampled_today as (
    select features_of_today.*
    from features_of_today
    inner join valued_customers
        on features_of_today.customer_id = valued_customers.customer_id
    qualify
        row_number() over (order by md5(features_of_today.customer_id) asc nulls last)
        <= {{ limit }}
),

sampled_training as ( -- noqa: ST03
    select *
    from training_rows
    qualify row_number() over (order by md5(unit_id) asc nulls last) <= {{ limit }}
),

measured as (
    select
        'today' as population,
        'success_probability' as subject_type,
        propensity_scores.action_id as subject,
        true as is_numeric,
        cast(propensity_scores.success_probability as double) as value,
        cast(null as varchar) as category
    from propensity_scores
    inner join sampled_today
        on propensity_scores.customer_id = sampled_today.customer_id

    union all

    select
        'today' as population,
        'uplift' as subject_type,
        uplift_scores.goal || ' by ' || uplift_scores.action_id as subject,
        true as is_numeric,
        cast(uplift_scores.uplift as double) as value,
        null as category
    from uplift_scores
    inner join sampled_today
        on uplift_scores.customer_id = sampled_today.customer_id

    union all

    select
        'today' as population,
        'action' as subject_type,
        'recommended action' as subject,
        false as is_numeric,
        null as value,
        action_id as category
    from recommendations

    {% for feature in features %}
    {% for population in ['today', 'training'] %}
    union all

    select
        '{{ population }}' as population,
        'feature' as subject_type,
        '{{ feature.name }}' as subject,
        {% if feature.type == 'numeric' %}
        true as is_numeric,
        cast({{ feature.name }} as double) as value,
        null as category
        {% else %}
        false as is_numeric,
        null as value,
        cast({{ feature.name }} as varchar) as category
        {% endif %}
    from sampled_{{ population }}
    {% endfor %}
    {% endfor %}
),

-- Where neither is there, the value is missing.
final as (
    select
        population,
        subject_type,
        subject,
        is_numeric,
        value,
        category,
        count(*) as row_count
    from measured
    group by population, subject_type, subject, is_numeric, value, category
)

select * from final
