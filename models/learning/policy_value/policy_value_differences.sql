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

-- Units of experiments are clusters of their own, and are not grouped by them.
sums as (
    select
        evidence,
        policy,
        reference_policy,
        goal,
        outcome,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        {{ exact_sum(estimator ~ '_difference') }} as {{ estimator }}_total,
        {{ exact_sum(estimator ~ '_difference * ' ~ estimator ~ '_difference') }}
            as {{ estimator }}_square_total,
        {% endfor %}
        count(*) as unit_count
    from paired
    group by evidence, policy, reference_policy, goal, outcome
),

clusters as (
    select
        evidence,
        policy,
        reference_policy,
        goal,
        outcome,
        cluster_id,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        -- The sum of one difference is the difference to its last digit.
        case
            when count(*) = 1 then any_value({{ estimator }}_difference)
            else {{ exact_sum(estimator ~ '_difference') }}
        end as {{ estimator }}_sum,
        {% endfor %}
        count(*) as cluster_size
    from paired
    where evidence = 'decisions'
    group by evidence, policy, reference_policy, goal, outcome, cluster_id
),

cluster_sums as (
    select
        evidence,
        policy,
        reference_policy,
        goal,
        outcome,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        {{ exact_sum(estimator ~ '_sum * ' ~ estimator ~ '_sum') }}
            as {{ estimator }}_cluster_square_total,
        {{ exact_sum(estimator ~ '_sum * cluster_size') }}
            as {{ estimator }}_cluster_size_total,
        {% endfor %}
        count(*) as cluster_count,
        sum(cluster_size * cluster_size) as size_square_total
    from clusters
    group by evidence, policy, reference_policy, goal, outcome
),

with_clusters as (
    select
        sums.*,
        {% for estimator in off_policy_estimators() if estimator != 'snips' %}
        coalesce(
            cluster_sums.{{ estimator }}_cluster_square_total, sums.{{ estimator }}_square_total
        ) as {{ estimator }}_cluster_square_total,
        coalesce(cluster_sums.{{ estimator }}_cluster_size_total, sums.{{ estimator }}_total)
            as {{ estimator }}_cluster_size_total,
        {% endfor %}
        coalesce(cluster_sums.cluster_count, sums.unit_count) as cluster_count,
        coalesce(cluster_sums.size_square_total, sums.unit_count) as size_square_total
    from sums
    left join cluster_sums
        on
            sums.evidence = cluster_sums.evidence
            and sums.policy = cluster_sums.policy
            and sums.reference_policy = cluster_sums.reference_policy
            and sums.goal = cluster_sums.goal
            and sums.outcome = cluster_sums.outcome
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
        unit_count,
        {{ estimator }}_total / unit_count as difference,
        {{ clustered_error_of_mean(
            estimator ~ '_total', estimator ~ '_square_total', 'unit_count',
            {
                'count': 'cluster_count',
                'size_square_total': 'size_square_total',
                'square_total': estimator ~ '_cluster_square_total',
                'size_total': estimator ~ '_cluster_size_total',
            }
        ) }} as standard_error
    from with_clusters
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
