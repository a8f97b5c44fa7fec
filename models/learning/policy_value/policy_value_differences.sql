{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

terms as (
    select * from {{ ref('int_off_policy_terms_computed') }}
),

policy_values as (
    select * from {{ ref('policy_value') }}
),

refusals as (
    select distinct
        evidence,
        policy,
        outcome
    from policy_values
    where refusal_reason is not null
),

-- Both policies are judged by the same units, so that what is noise in both cancels out.
paired as (
    select
        terms.evidence,
        terms.policy,
        reference_terms.policy as reference_policy,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        terms.{{ estimator }}_term - reference_terms.{{ estimator }}_term
            as {{ estimator }}_difference,
        {% endfor %}
        terms.goal,
        terms.outcome,
        terms.cluster_id
    from terms
    inner join terms as reference_terms
        on
            terms.evidence = reference_terms.evidence
            and terms.outcome = reference_terms.outcome
            and terms.unit_id = reference_terms.unit_id
            and terms.policy <> reference_terms.policy
),

-- The sum of one difference is the difference to its last digit.
clusters as (
    select
        evidence,
        policy,
        reference_policy,
        goal,
        outcome,
        cluster_id,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        {{ exact_sum(estimator ~ '_difference') }} as {{ estimator }}_total,
        {{ exact_sum(estimator ~ '_difference * ' ~ estimator ~ '_difference') }}
            as {{ estimator }}_square_total,
        case
            when count(*) = 1 then any_value({{ estimator }}_difference)
            else {{ exact_sum(estimator ~ '_difference') }}
        end as {{ estimator }}_sum,
        {% endfor %}
        count(*) as cluster_size
    from paired
    group by evidence, policy, reference_policy, goal, outcome, cluster_id
),

estimates as (
    {% for estimator in off_policy_estimators() if estimator != 'snips' %}
    select
        evidence,
        policy,
        reference_policy,
        '{{ estimator }}' as estimator,
        goal,
        outcome,
        sum(cluster_size) as unit_count,
        {{ exact_sum(estimator ~ '_total') }} / sum(cluster_size) as difference,
        {{ clustered_error_of_mean(
            exact_sum(estimator ~ '_total'), exact_sum(estimator ~ '_square_total'),
            'sum(cluster_size)',
            {
                'count': 'count(*)',
                'size_square_total': 'sum(cluster_size * cluster_size)',
                'square_total': exact_sum(estimator ~ '_sum * ' ~ estimator ~ '_sum'),
                'size_total': exact_sum(estimator ~ '_sum * cluster_size'),
            }
        ) }} as standard_error
    from clusters
    group by evidence, policy, reference_policy, goal, outcome
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- What is not reported of one policy cannot be compared with another.
final as (
    select
        cast(estimates.evidence as varchar) as evidence,
        cast(estimates.policy as varchar) as policy,
        cast(estimates.reference_policy as varchar) as reference_policy,
        cast(estimates.estimator as varchar) as estimator,
        cast(estimates.goal as varchar) as goal,
        cast(estimates.outcome as varchar) as outcome,
        cast(estimates.unit_count as bigint) as unit_count,
        cast(estimates.difference as double) as difference,
        cast(estimates.standard_error as double) as standard_error,
        cast(estimates.difference - {{ z }} * estimates.standard_error as double) as lower,
        cast(estimates.difference + {{ z }} * estimates.standard_error as double) as upper
    from estimates
    left join refusals
        on
            estimates.evidence = refusals.evidence
            and estimates.policy = refusals.policy
            and estimates.outcome = refusals.outcome
    left join refusals as reference_refusals
        on
            estimates.evidence = reference_refusals.evidence
            and estimates.reference_policy = reference_refusals.policy
            and estimates.outcome = reference_refusals.outcome
    where refusals.policy is null and reference_refusals.policy is null
)

select * from final
