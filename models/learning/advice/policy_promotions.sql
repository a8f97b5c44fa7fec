{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
with

policies as (
    select * from {{ ref('int_policies_in_charge') }}
    where challenger_policy is not null
),

differences as (
    select * from {{ ref('policy_value_differences') }}
),

policy_values as (
    select * from {{ ref('policy_value') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- Decisions that were lived count for more than experiments on what the policy would have done.
evidence as (
    select
        calendar.as_of_date,
        policies.live_policy as champion_policy,
        policies.challenger_policy,
        differences.evidence,
        differences.estimator,
        differences.outcome,
        differences.unit_count,
        differences.difference,
        differences.lower,
        differences.upper,
        policy_values.effective_sample_size,
        row_number() over (
            partition by policies.challenger_policy order by differences.evidence asc nulls last
        ) as evidence_rank
    from policies
    cross join calendar
    left join differences
        on
            policies.challenger_policy = differences.policy
            and policies.live_policy = differences.reference_policy
            and differences.estimator = 'dr'
            and differences.outcome = 'net_value'
    left join policy_values
        on
            differences.evidence = policy_values.evidence
            and differences.policy = policy_values.policy
            and policy_values.estimator = 'dr'
            and policy_values.outcome = 'net_value'
),

judged as (
    select
        *,
        coalesce(
            lower > 0
            and effective_sample_size
            >= {{ number_var('nba_promotion_effective_sample_size') }}, false
        ) as is_promoted
    from evidence
    where evidence_rank = 1
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(champion_policy as varchar) as champion_policy,
        cast(challenger_policy as varchar) as challenger_policy,
        cast(is_promoted as boolean) as is_promoted,
        cast(
            case
                when difference is null
                    then 'No evidence is reported for both policies: see policy_value.'
                when is_promoted
                    then 'The challenger earns more for each customer, beyond doubt.'
                when lower > 0
                    then
                        'The challenger seems to earn more, on '
                        || {{ format_figure('effective_sample_size', 3) }}
                        || ' effective units; nba_promotion_effective_sample_size asks for '
                        || '{{ number_var('nba_promotion_effective_sample_size') | int }}.'
                when upper < 0 then 'The challenger earns less.'
                else 'It cannot be told yet which of them earns more.'
            end as varchar
        ) as reason,
        cast(evidence as varchar) as evidence,
        cast(estimator as varchar) as estimator,
        cast(outcome as varchar) as outcome,
        cast(unit_count as bigint) as unit_count,
        cast(effective_sample_size as double) as effective_sample_size,
        cast(difference as double) as difference,
        cast(lower as double) as lower,
        cast(upper as double) as upper
    from judged
)

select final.*
from final
{% if is_incremental() %}
-- One judgement a day for each pair.
left join {{ this }} as logged
    on
        final.as_of_date = logged.as_of_date
        and final.champion_policy = logged.champion_policy
        and final.challenger_policy = logged.challenger_policy
{% endif %}
{% set is_publishable = is_whole_build() %}
where
    {{ is_publishable }}
    {% if is_incremental() %}
    and logged.as_of_date is null
    {% endif %}
