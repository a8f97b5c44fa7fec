with

rewarded as (
    select * from {{ ref('int_decision_rewards_listed') }}
),

strata as (
    select distinct stratum
    from rewarded
),

tried_actions as (
    select distinct action_id
    from rewarded
),

strata_and_actions as (
    select
        strata.stratum,
        tried_actions.action_id
    from strata
    cross join tried_actions
),

{% for name in ['retention', 'upsell', 'satisfaction'] %}
{{ name }}_totals as (
    select
        stratum,
        action_id,
        count({{ name }}_outcome) as unit_count,
        {{ exact_sum(name ~ '_outcome') }} as reward_total
    from rewarded
    group by stratum, action_id
),

{{ name }}_overall as (
    select
        count({{ name }}_outcome) as unit_count,
        {{ exact_sum(name ~ '_outcome') }} as reward_total
    from rewarded
),

{% endfor %}
compared as (
    select
        rewarded.*,
        strata_and_actions.action_id as predicted_action_id,
        rewarded.action_id = strata_and_actions.action_id as is_own
    from rewarded
    inner join strata_and_actions
        on rewarded.stratum = strata_and_actions.stratum
),

-- Means of the others in the stratum who got the action; with few of them, nearer to that of all.
final as (
    select
        compared.unit_id,
        compared.predicted_action_id as action_id,
        {{ leave_one_out_mean(
            'compared.retention_outcome', 'compared.is_own', 'retention_totals', 'retention_overall'
        ) }} as retention_mean,
        {{ leave_one_out_mean(
            'compared.upsell_outcome', 'compared.is_own', 'upsell_totals', 'upsell_overall'
        ) }} as upsell_mean,
        {{ leave_one_out_mean(
            'compared.satisfaction_outcome', 'compared.is_own', 'satisfaction_totals', 'satisfaction_overall'
        ) }} as satisfaction_mean
    from compared
    left join retention_totals
        on
            compared.stratum = retention_totals.stratum
            and compared.predicted_action_id = retention_totals.action_id
    cross join retention_overall
    left join upsell_totals
        on
            compared.stratum = upsell_totals.stratum
            and compared.predicted_action_id = upsell_totals.action_id
    cross join upsell_overall
    left join satisfaction_totals
        on
            compared.stratum = satisfaction_totals.stratum
            and compared.predicted_action_id = satisfaction_totals.action_id
    cross join satisfaction_overall
)

select * from final
