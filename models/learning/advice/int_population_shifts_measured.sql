{% set measures = ['churn_probability', 'customer_lifetime_value_amount', 'tenure_days'] %}
with

propensity_predictions as (
    select * from {{ ref('propensity_predictions') }}
),

propensity_scores as (
    select scores.*
    from {{ ref('propensity_scores') }} as scores
    inner join {{ ref('int_customers_valued_listed') }} as customers
        on scores.customer_id = customers.customer_id
    where customers.is_reference
),

trial_customers as (
    select * from {{ ref('int_trial_customers_described') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

-- The propensity model by its scores, the uplift models by the customers they learnt on.
before as (
    select
        'propensity' as model_group,
        'score' as measure,
        success_probability as value
    from propensity_predictions

    {% for measure in measures %}
    union all

    select
        'uplift' as model_group,
        '{{ measure }}' as measure,
        cast({{ measure }} as double) as value
    from trial_customers
    {% endfor %}
),

today as (
    select
        'propensity' as model_group,
        'score' as measure,
        success_probability as value
    from propensity_scores

    {% for measure in measures %}
    union all

    select
        'uplift' as model_group,
        '{{ measure }}' as measure,
        cast({{ measure }} as double) as value
    from profiles
    {% endfor %}
),

{{ stability_indices('before', 'today') }},

final as (
    select
        model_group,
        measure,
        stability_index
    from indices
)

select * from final
