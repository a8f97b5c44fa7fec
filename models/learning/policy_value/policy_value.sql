{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
{% set keys = ['evidence', 'policy', 'goal', 'outcome'] %}
with

terms as (
    select * from {{ ref('int_off_policy_terms_computed') }}
),

bootstrapped as (
    select * from {{ ref('int_policy_value_bootstrapped') }}
),

totals as (
    {{ off_policy_totals('terms', keys) }}
),

cluster_totals as (
    {{ off_policy_cluster_totals('terms', keys) }}
),

estimates as (
    {{ off_policy_estimates('totals', 'cluster_totals', keys) }}
),

-- Shares of units whose outcome came after later decisions as well; experiments have no such units.
overlap_rates as (
    select
        evidence,
        policy,
        outcome,
        avg(
            case
                when later_decision_count > 0 then 1.0
                when later_decision_count = 0 then 0.0
            end
        ) as overlapping_rate
    from terms
    group by evidence, policy, outcome
),

-- Where a policy does only what was tried, its weights are 1 on average.
weight_checks as (
    select
        totals.evidence,
        totals.policy,
        totals.outcome,
        totals.unit_count,
        totals.matched_unit_count,
        totals.maximum_weight,
        totals.weight_total / totals.unit_count as mean_weight,
        {{ clustered_error_of_mean(
            'totals.weight_total', 'totals.weight_square_total', 'totals.unit_count',
            {
                'count': 'cluster_totals.cluster_count',
                'size_square_total': 'cluster_totals.cluster_size_square_total',
                'square_total': 'cluster_totals.weight_cluster_square_total',
                'size_total': 'cluster_totals.weight_cluster_size_total',
            }
        ) }} as mean_weight_error,
        coalesce(
            totals.weight_total * totals.weight_total / nullif(totals.weight_square_total, 0), 0
        ) as effective_sample_size
    from totals
    inner join cluster_totals
        on
            totals.evidence = cluster_totals.evidence
            and totals.policy = cluster_totals.policy
            and totals.outcome = cluster_totals.outcome
),

judged as (
    select
        *,
        case
            when effective_sample_size < {{ number_var('nba_minimum_effective_sample_size') }}
                then
                    'The policy agrees with what was done for '
                    || {{ format_figure('effective_sample_size', 3) }}
                    || ' effective units only; nba_minimum_effective_sample_size asks for '
                    || '{{ number_var('nba_minimum_effective_sample_size') | int }}.'
            when mean_weight + 4 * coalesce(mean_weight_error, 0) < 1
                then
                    'Part of what the policy does was never tried: its weights are '
                    || {{ format_figure('mean_weight', 3) }} || ' on average, and should be 1.'
        end as refusal_reason
    from weight_checks
),

final as (
    select
        cast(estimates.evidence as varchar) as evidence,
        cast(estimates.policy as varchar) as policy,
        cast(estimates.estimator as varchar) as estimator,
        cast(estimates.goal as varchar) as goal,
        cast(estimates.outcome as varchar) as outcome,
        cast(case when judged.refusal_reason is null then estimates.value end as double) as value,
        cast(
            case when judged.refusal_reason is null then estimates.standard_error end as double
        ) as standard_error,
        cast(
            case
                when judged.refusal_reason is null
                    then estimates.value - {{ z }} * estimates.standard_error
            end as double
        ) as lower,
        cast(
            case
                when judged.refusal_reason is null
                    then estimates.value + {{ z }} * estimates.standard_error
            end as double
        ) as upper,
        cast(
            case when judged.refusal_reason is null then bootstrapped.bootstrap_lower end as double
        ) as bootstrap_lower,
        cast(
            case when judged.refusal_reason is null then bootstrapped.bootstrap_upper end as double
        ) as bootstrap_upper,
        cast(judged.unit_count as bigint) as unit_count,
        cast(judged.matched_unit_count as bigint) as matched_unit_count,
        cast(judged.effective_sample_size as double) as effective_sample_size,
        cast(judged.mean_weight as double) as mean_weight,
        cast(judged.maximum_weight as double) as maximum_weight,
        cast(overlap_rates.overlapping_rate as double) as overlapping_rate,
        cast(judged.refusal_reason as varchar) as refusal_reason
    from estimates
    inner join judged
        on
            estimates.evidence = judged.evidence
            and estimates.policy = judged.policy
            and estimates.outcome = judged.outcome
    inner join overlap_rates
        on
            estimates.evidence = overlap_rates.evidence
            and estimates.policy = overlap_rates.policy
            and estimates.outcome = overlap_rates.outcome
    inner join bootstrapped
        on
            estimates.evidence = bootstrapped.evidence
            and estimates.policy = bootstrapped.policy
            and estimates.outcome = bootstrapped.outcome
            and estimates.estimator = bootstrapped.estimator
)

select * from final
