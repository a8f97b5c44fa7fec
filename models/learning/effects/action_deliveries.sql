with

decision_states as (
    select * from {{ ref('decision_states') }}
    where action_id <> 'do_nothing'
),

decisions as (
    select
        *,
        'all' as listed_account_manager_id
    from decision_states

    union all

    select
        *,
        account_manager_id as listed_account_manager_id
    from decision_states
    where account_manager_id is not null
),

counted as (
    select
        action_id,
        listed_account_manager_id as account_manager_id,
        count(*) as decision_count,
        {% for state in
            ['standing', 'delivered', 'overridden', 'expired', 'withdrawn', 'superseded'] %}
        sum(case when state = '{{ state }}' then 1 else 0 end) as {{ state }}_count,
        {% endfor %}
        percentile_cont(0.5) within group (
            order by {{ days_between('decided_on', 'delivered_on') }} asc nulls last
        ) as median_delivery_days
    from decisions
    group by action_id, listed_account_manager_id
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(decision_count as bigint) as decision_count,
        cast(standing_count as bigint) as standing_count,
        cast(delivered_count as bigint) as delivered_count,
        cast(overridden_count as bigint) as overridden_count,
        cast(expired_count as bigint) as expired_count,
        cast(withdrawn_count as bigint) as withdrawn_count,
        cast(superseded_count as bigint) as superseded_count,
        -- What stands may still be delivered.
        cast(
            delivered_count / nullif(cast(decision_count - standing_count as double), 0) as double
        ) as delivery_rate,
        cast(median_delivery_days as double) as median_delivery_days
    from counted
)

select * from final
