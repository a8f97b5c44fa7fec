with

sequences as (
    select * from {{ ref('int_decision_sequences_linked') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

-- What every policy would have done at each later decision, as far as it was logged.
later_targets as (
    select
        past_decisions.policy,
        sequences.decision_id,
        sequences.metric,
        sequences.later_action_probability,
        sequences.later_cost_amount,
        past_decisions.live_action_probability as later_target_probability
    from sequences
    inner join past_decisions
        on
            sequences.customer_id = past_decisions.customer_id
            and sequences.later_decided_on = past_decisions.as_of_date

    union all

    select
        'do_nothing' as policy,
        decision_id,
        metric,
        later_action_probability,
        later_cost_amount,
        case when later_action_id = 'do_nothing' then 1.0 else 0.0 end as later_target_probability
    from sequences
),

final as (
    select
        policy,
        decision_id,
        metric,
        count(*) as judged_decision_count,
        {{ exact_product('later_action_probability') }} as later_logged_probability,
        {{ exact_product('later_target_probability') }} as later_target_probability,
        {{ exact_sum('later_cost_amount') }} as later_cost_amount
    from later_targets
    group by policy, decision_id, metric
)

select * from final
