{% set tail = (1 - number_var('nba_confidence_level')) / 2 %}
with

terms as (
    select * from {{ ref('int_off_policy_terms_computed') }}
),

weights as (
    select * from {{ ref('int_bootstrap_weights_drawn') }}
),

totals as (
    {{ off_policy_totals('terms', ['evidence', 'policy', 'outcome', 'bootstrap_group']) }}
),

replicates as (
    select
        totals.evidence,
        totals.policy,
        totals.outcome,
        weights.replicate,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        {{ exact_sum('weights.group_weight * totals.' ~ estimator ~ '_total') }}
            as {{ estimator }}_total,
        {% endfor %}
        sum(weights.group_weight * totals.unit_count) as unit_count,
        {{ exact_sum('weights.group_weight * totals.weight_total') }} as weight_total
    from totals
    inner join weights
        on totals.bootstrap_group = weights.bootstrap_group
    group by totals.evidence, totals.policy, totals.outcome, weights.replicate
),

values_drawn as (
    {% for estimator in off_policy_estimators() %}
    select
        evidence,
        policy,
        outcome,
        '{{ estimator }}' as estimator,
        {{ off_policy_value(estimator) }} as value
    from replicates
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        evidence,
        policy,
        outcome,
        estimator,
        percentile_cont({{ tail }}) within group (order by value asc nulls last)
            as bootstrap_lower,
        percentile_cont({{ 1 - tail }}) within group (order by value asc nulls last)
            as bootstrap_upper
    from values_drawn
    group by evidence, policy, outcome, estimator
)

select * from final
