with

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

resources as (
    select * from {{ ref('input_resources') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

-- What there is nothing for cannot be tried.
impossible_actions as (
    select distinct resource_use.action_id
    from resource_use
    inner join resources
        on resource_use.resource_id = resources.resource_id
    where resource_use.amount > resources.maximum_amount
),

open_actions as (
    select
        eligibility.customer_id,
        eligibility.action_id,
        eligibility.as_of_date,
        count(*) over (partition by eligibility.customer_id) as open_action_count,
        row_number() over (
            partition by eligibility.customer_id
            order by
                md5(
                    concat_ws(
                        '|', '{{ var('nba_assignment_salt') }}', 'explored_action',
                        cast(eligibility.as_of_date as varchar), eligibility.customer_id,
                        eligibility.action_id
                    )
                ) asc nulls last
        ) as draw_order
    from eligibility
    left join impossible_actions
        on eligibility.action_id = impossible_actions.action_id
    where eligibility.is_eligible and impossible_actions.action_id is null
),

-- Who has but one action open has nothing to be drawn from.
explorable as (
    select
        open_actions.customer_id,
        open_actions.action_id,
        open_actions.open_action_count,
        row_number() over (
            partition by strata.stratum
            order by
                md5(
                    concat_ws(
                        '|', '{{ var('nba_assignment_salt') }}', 'explorer',
                        cast(open_actions.as_of_date as varchar), open_actions.customer_id
                    )
                ) asc nulls last
        ) as stratum_position,
        count(*) over (partition by strata.stratum) as stratum_size
    from open_actions
    inner join strata
        on open_actions.customer_id = strata.customer_id
    where open_actions.draw_order = 1 and open_actions.open_action_count > 1
),

sized as (
    select
        *,
        floor(stratum_size * {{ number_var('nba_exploration_rate') }} + 0.5) as explorer_count
    from explorable
),

final as (
    select
        customer_id,
        case when stratum_position <= explorer_count then action_id end as explored_action_id,
        open_action_count,
        explorer_count / cast(stratum_size as double) as exploration_probability
    from sized
)

select * from final
