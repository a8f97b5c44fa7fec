with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

trace as (
    select * from {{ ref('decision_trace') }}
),

resources as (
    select * from {{ ref('input_resources') }}
),

live_probabilities as (
    select * from {{ ref('int_live_probabilities_computed') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

segments as (
    select * from {{ ref('customer_segments') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

drivers as (
    select * from {{ ref('recommendation_drivers') }}
),

open_actions as (
    select
        customer_id,
        count(*) as open_action_count
    from eligibility
    where is_eligible and action_id <> 'do_nothing'
    group by customer_id
),

-- Each with its value and its share in percentage points.
driver_lists as (
    select
        customer_id,
        max(case when driver_rank = 1 then driver_text end)
        || coalesce(', ' || max(case when driver_rank = 2 then driver_text end), '')
        || coalesce(', ' || max(case when driver_rank = 3 then driver_text end), '')
            as driver_list
    from (
        select
            customer_id,
            driver_rank,
            feature_name || ' ' || coalesce(feature_value, 'unknown')
            || case when contribution < 0 then ' (' else ' (+' end
            || {{ format_points('contribution') }} || ')' as driver_text
        from drivers
    ) as worded
    group by customer_id
),

-- Each customer with the policy that decided for them.
live_actions as (
    select
        case
            when live_probabilities.role = 'challenger' then live_probabilities.challenger_policy
            else live_probabilities.live_policy
        end as policy,
        allocated.customer_id,
        allocated.action_id,
        allocated.is_exploration,
        allocated.binding_resource_id,
        live_probabilities.role,
        live_probabilities.action_probability,
        case
            when allocated.binding_resource_id = 'budget' then 'the budget'
            else coalesce(resources.resource_name, allocated.binding_resource_id)
        end as binding_resource_name
    from allocated
    inner join live_probabilities
        on
            allocated.customer_id = live_probabilities.customer_id
            and allocated.policy = live_probabilities.live_policy
    left join resources
        on allocated.binding_resource_id = resources.resource_id
),

live_values as (
    select
        action_values.customer_id,
        action_values.action_id,
        action_values.as_of_date,
        action_values.success_probability,
        action_values.uplift,
        action_values.uplift_lower,
        action_values.uplift_upper,
        actions.goal,
        action_values.incremental_value_amount,
        action_values.cost_amount,
        action_values.expected_value_amount,
        actions.action_name,
        actions.catalogue_order,
        trace.net_value_amount
    from action_values
    inner join actions
        on action_values.action_id = actions.action_id
    inner join trace
        on
            action_values.policy = trace.policy
            and action_values.customer_id = trace.customer_id
            and action_values.action_id = trace.action_id
    inner join live_actions
        on
            action_values.customer_id = live_actions.customer_id
            and action_values.policy = live_actions.policy
    where action_values.is_eligible
),

alternatives as (
    select
        live_values.customer_id,
        live_values.action_id,
        live_values.action_name,
        live_values.expected_value_amount,
        live_values.uplift,
        row_number() over (
            partition by live_values.customer_id
            order by
                live_values.net_value_amount desc nulls last,
                live_values.catalogue_order asc nulls last
        ) as alternative_rank
    from live_values
    inner join live_actions
        on
            live_values.customer_id = live_actions.customer_id
            and live_values.action_id <> live_actions.action_id
),

best_values as (
    select
        customer_id,
        max(expected_value_amount) as best_value_amount,
        max_by(action_name, expected_value_amount) as best_action_name,
        count(*) as eligible_action_count
    from live_values
    group by customer_id
),

explained as (
    select
        live_actions.policy,
        live_actions.customer_id,
        live_actions.action_id,
        live_values.as_of_date,
        live_values.expected_value_amount,
        live_values.cost_amount,
        live_values.success_probability,
        live_values.uplift,
        segments.segment,
        segments.uplift_type,
        alternatives.action_id as runner_up_action_id,
        live_actions.is_exploration,
        live_actions.binding_resource_id,
        live_actions.role,
        live_actions.action_probability,
        concat_ws(
            ' ',
            case
                when live_actions.is_exploration
                    then 'Drawn to learn from, whatever it is expected to earn.'
            end,
            case
                when live_actions.action_id <> 'do_nothing' and live_values.uplift is not null
                    then
                        live_values.action_name || ': '
                        || coalesce(
                            'renewal in ' || cast(profiles.days_to_renewal as varchar)
                            || ' days; ', ''
                        )
                        || case when live_values.uplift < 0 then 'costs ' else 'adds ' end
                        || {{ format_points('abs(live_values.uplift)') }} || ' points of '
                        || live_values.goal || ' ('
                        || {{ format_points('live_values.uplift_lower') }} || ' to '
                        || {{ format_points('live_values.uplift_upper') }} || ') on '
                        || {{ format_amount('live_values.incremental_value_amount') }}
                        || ', worth '
                        || {{ format_amount('live_values.expected_value_amount') }}
                        || ' after the cost of '
                        || {{ format_amount('live_values.cost_amount') }}
                        || coalesce('. Mostly by ' || driver_lists.driver_list, '') || '.'
                when live_actions.action_id <> 'do_nothing'
                    then
                        live_values.action_name || ': '
                        || cast(round(100 * live_values.success_probability, 1) as varchar)
                        || '% chance of success on '
                        || {{ format_amount('live_values.incremental_value_amount') }}
                        || ', worth '
                        || {{ format_amount('live_values.expected_value_amount') }}
                        || ' after the cost of '
                        || {{ format_amount('live_values.cost_amount') }} || '.'
                when open_actions.open_action_count is null
                    then 'Do nothing: no action is open to this customer.'
                -- Such as actions that too few units of an experiment have got.
                when best_values.eligible_action_count = 1
                    then 'Do nothing: the policy knows no action that is open to this customer.'
                when best_values.best_value_amount <= 0
                    then 'Do nothing: no action is expected to earn more than it costs.'
                else 'Do nothing: what it would take earns more elsewhere.'
            end,
            case
                when live_actions.action_id <> 'do_nothing'
                    then
                        'Next best: ' || coalesce(alternatives.action_name, 'none')
                        || case
                            when alternatives.uplift is not null
                                then
                                    ' would add '
                                    || {{ format_points('alternatives.uplift') }} || ' points'
                            else ''
                        end
                        || ' ('
                        || {{ format_amount(
                            'coalesce(alternatives.expected_value_amount, 0)'
                        ) }} || ').'
            end,
            case
                when
                    live_actions.binding_resource_name is not null
                    and not live_actions.is_exploration
                    then
                        best_values.best_action_name || ' would be worth more here ('
                        || {{ format_amount('best_values.best_value_amount') }}
                        || '); the limit is '
                        || live_actions.binding_resource_name || '.'
            end
        ) as reason
    from live_actions
    inner join live_values
        on
            live_actions.customer_id = live_values.customer_id
            and live_actions.action_id = live_values.action_id
    inner join best_values
        on live_actions.customer_id = best_values.customer_id
    inner join segments
        on live_actions.customer_id = segments.customer_id
    inner join profiles
        on live_actions.customer_id = profiles.customer_id
    left join open_actions
        on live_actions.customer_id = open_actions.customer_id
    left join driver_lists
        on live_actions.customer_id = driver_lists.customer_id
    left join alternatives
        on
            live_actions.customer_id = alternatives.customer_id
            and alternatives.alternative_rank = 1
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(policy as varchar) as policy,
        cast(as_of_date as date) as as_of_date,
        cast(action_id as varchar) as action_id,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(
            row_number() over (
                order by
                    (action_id = 'do_nothing') asc nulls last,
                    expected_value_amount / nullif(cost_amount, 0) desc nulls first,
                    expected_value_amount desc nulls last,
                    customer_id asc nulls last
            ) as bigint
        ) as priority_rank,
        cast(success_probability as double) as success_probability,
        cast(uplift as double) as uplift,
        cast(segment as varchar) as segment,
        cast(uplift_type as varchar) as uplift_type,
        cast(runner_up_action_id as varchar) as runner_up_action_id,
        cast(binding_resource_id as varchar) as binding_resource_id,
        cast(role as varchar) as role,
        cast(is_exploration as boolean) as is_exploration,
        cast(action_probability as double) as action_probability,
        cast(reason as varchar) as reason
    from explained
)

select * from final
