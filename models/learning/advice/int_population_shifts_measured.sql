{% set measures = ['churn_probability', 'customer_lifetime_value_amount', 'tenure_days'] %}
with

propensity_predictions as (
    select * from {{ ref('propensity_predictions') }}
),

propensity_scores as (
    select * from {{ ref('propensity_scores') }}
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

deciles as (
    select
        model_group,
        measure,
        value,
        ntile(10) over (partition by model_group, measure order by value asc nulls last) as decile
    from before
    where value is not null
),

decile_bounds as (
    select
        model_group,
        measure,
        decile,
        max(value) as upper_value,
        count(*) as before_count
    from deciles
    group by model_group, measure, decile
),

bounds as (
    select
        *,
        lag(upper_value) over (
            partition by model_group, measure order by decile asc nulls last
        ) as lower_value
    from decile_bounds
),

-- Everything above the ninth bound is in the last decile.
today_counts as (
    select
        bounds.model_group,
        bounds.measure,
        bounds.decile,
        sum(
            case
                when
                    (bounds.lower_value is null or today.value > bounds.lower_value)
                    and (bounds.decile = 10 or today.value <= bounds.upper_value)
                    then 1
                else 0
            end
        ) as today_count
    from bounds
    inner join today
        on
            bounds.model_group = today.model_group
            and bounds.measure = today.measure
    where today.value is not null
    group by bounds.model_group, bounds.measure, bounds.decile
),

shares as (
    select
        bounds.model_group,
        bounds.measure,
        (bounds.before_count + 0.5)
        / (sum(bounds.before_count) over same_measure + 5) as before_share,
        (today_counts.today_count + 0.5)
        / (sum(today_counts.today_count) over same_measure + 5) as today_share
    from bounds
    inner join today_counts
        on
            bounds.model_group = today_counts.model_group
            and bounds.measure = today_counts.measure
            and bounds.decile = today_counts.decile
    window same_measure as (partition by bounds.model_group, bounds.measure)
),

-- Population stability index (Siddiqi 2006, chapter 6).
final as (
    select
        model_group,
        measure,
        {{ exact_sum(
            '(today_share - before_share) * ln(today_share / before_share)'
        ) }} as stability_index
    from shares
    group by model_group, measure
)

select * from final
