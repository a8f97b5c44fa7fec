with

actions_allocated as (
    select * from {{ ref('int_challenger_actions_allocated') }}
),

exploration as (
    select * from {{ ref('int_exploration_drawn') }}
),

strata as (
    select strata.*
    from {{ ref('int_experiment_strata_formed') }} as strata
    inner join {{ ref('decision_points') }} as points
        on strata.customer_id = points.customer_id
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

positioned as (
    select
        strata.customer_id,
        row_number() over (
            partition by strata.stratum
            order by
                md5(
                    concat_ws(
                        '|', '{{ var('nba_assignment_salt') }}', 'challenger',
                        cast(calendar.as_of_date as varchar), strata.customer_id
                    )
                ) asc nulls last
        ) as stratum_position,
        count(*) over (partition by strata.stratum) as stratum_size
    from strata
    cross join calendar
),

sized as (
    select
        positioned.*,
        floor(positioned.stratum_size * policies.challenger_share + 0.5) as challenged_count
    from positioned
    cross join policies
),

-- Explorers stay explorers: what they get is drawn after this, and wins.
final as (
    select
        sized.customer_id,
        actions_allocated.policy as challenger_policy,
        actions_allocated.action_id as challenger_action_id,
        sized.challenged_count / cast(sized.stratum_size as double) as challenger_probability,
        sized.stratum_position <= sized.challenged_count
        and exploration.explored_action_id is null as is_challenged
    from sized
    inner join actions_allocated
        on sized.customer_id = actions_allocated.customer_id
    left join exploration
        on sized.customer_id = exploration.customer_id
)

select * from final
