with

sequences as (
    select * from {{ ref('int_decision_sequences_linked') }}
),

past_decisions as (
    select * from {{ ref('int_past_decisions_read') }}
),

live_decisions as (
    select * from past_decisions
    where is_live
),

-- What every policy would have done at each decision, as far as it was logged.
judged as (
    select
        past_decisions.policy,
        past_decisions.customer_id,
        past_decisions.as_of_date,
        live_decisions.action_probability as logged_probability,
        past_decisions.live_action_probability as target_probability,
        live_decisions.cost_amount
    from past_decisions
    inner join live_decisions
        on
            past_decisions.customer_id = live_decisions.customer_id
            and past_decisions.as_of_date = live_decisions.as_of_date

    union all

    select
        'do_nothing' as policy,
        customer_id,
        as_of_date,
        action_probability as logged_probability,
        case when action_id = 'do_nothing' then 1.0 else 0.0 end as target_probability,
        cost_amount
    from live_decisions
),

-- The product over a sequence is that of sums of logarithms up to its two ends: in decimals, which
-- the order of rows does not change. Factors of 0 are counted.
running as (
    select
        policy,
        customer_id,
        as_of_date,
        count(*) over so_far as judged_count,
        sum(case when target_probability > 0 then 0 else 1 end) over so_far as zero_count,
        sum(cast(ln(logged_probability) as decimal(38, 12))) over so_far as logged_logarithm,
        sum(cast(coalesce(ln(nullif(target_probability, 0)), 0) as decimal(38, 12))) over so_far
            as target_logarithm,
        sum(cast(cost_amount as decimal(38, 12))) over so_far as cost_amount
    from judged
    window so_far as (
        partition by policy, customer_id order by as_of_date asc nulls last
        rows between unbounded preceding and current row
    )
),

final as (
    select
        starts.policy,
        sequences.decision_id,
        sequences.metric,
        ends.judged_count - starts.judged_count as judged_decision_count,
        exp(cast(ends.logged_logarithm - starts.logged_logarithm as double))
            as later_logged_probability,
        case
            when ends.zero_count > starts.zero_count then 0
            else exp(cast(ends.target_logarithm - starts.target_logarithm as double))
        end as later_target_probability,
        cast(ends.cost_amount - starts.cost_amount as double) as later_cost_amount
    from sequences
    inner join running as starts
        on
            sequences.customer_id = starts.customer_id
            and sequences.decided_on = starts.as_of_date
    inner join running as ends
        on
            sequences.customer_id = ends.customer_id
            and sequences.last_decided_on = ends.as_of_date
            and starts.policy = ends.policy
)

select * from final
