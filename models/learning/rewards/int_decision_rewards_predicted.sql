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

totals as (
    select
        stratum,
        action_id,
        outcome,
        count(reward) as unit_count,
        {{ exact_sum('reward') }} as reward_total
    from rewarded
    group by stratum, action_id, outcome
),

overall as (
    select
        outcome,
        count(reward) as unit_count,
        {{ exact_sum('reward') }} as reward_total
    from rewarded
    group by outcome
),

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
        compared.outcome,
        {{ leave_one_out_mean('compared.reward', 'compared.is_own', 'totals', 'overall') }}
            as predicted
    from compared
    inner join overall
        on compared.outcome = overall.outcome
    left join totals
        on
            compared.stratum = totals.stratum
            and compared.predicted_action_id = totals.action_id
            and compared.outcome = totals.outcome
)

select * from final
