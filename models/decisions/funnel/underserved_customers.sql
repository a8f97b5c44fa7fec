with

exits as (
    select * from {{ ref('int_funnel_exits_listed') }}
),

recommendations as (
    select * from {{ ref('int_recommendations_made') }}
    where action_id = 'do_nothing'
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

resources as (
    select * from {{ ref('input_resources') }}
),

steps as (
    select * from {{ ref('int_funnel_steps_listed') }}
),

-- The action that came furthest, and of those the one worth most.
ranked as (
    select
        exits.*,
        actions.action_name,
        row_number() over (
            partition by exits.customer_id
            order by
                exits.step_order desc nulls last,
                exits.expected_value_amount desc nulls last,
                actions.catalogue_order asc nulls last
        ) as exit_rank
    from exits
    inner join actions
        on exits.action_id = actions.action_id
),

explained as (
    select
        recommendations.customer_id,
        recommendations.as_of_date,
        policies.live_policy as policy,
        ranked.action_id as nearest_action_id,
        ranked.expected_value_amount as nearest_value_amount,
        coalesce(ranked.step, 'no_action') as reason_code,
        case
            when ranked.step is null then 'The catalogue holds no action.'
            when ranked.step = 'holdout'
                then 'No action may be taken: the customer is in the global holdout.'
            when ranked.step = 'no_evidence'
                then
                    ranked.action_name
                    || ' is open, but the policy has nothing to value any open action by.'
            when ranked.step = 'not_worth_it'
                then
                    'No open action is expected to earn enough; the best, ' || ranked.action_name
                    || ', is worth '
                    || {{ format_amount('coalesce(ranked.expected_value_amount, 0)') }} || '.'
            when ranked.step = 'another_choice'
                then
                    ranked.action_name || ' would be worth '
                    || {{ format_amount('coalesce(ranked.expected_value_amount, 0)') }}
                    || ', but chance or the challenger decided to do nothing.'
            when ranked.step = 'resources'
                then
                    ranked.action_name || ' would be worth '
                    || {{ format_amount('coalesce(ranked.expected_value_amount, 0)') }}
                    || case
                        when ranked.binding_resource_id is null
                            then ', but what it takes earns more elsewhere.'
                        when ranked.binding_resource_id = 'budget' then '; the limit is the budget.'
                        else
                            '; the limit is '
                            || coalesce(resources.resource_name, ranked.binding_resource_id) || '.'
                    end
            else
                'No action is open; nearest is ' || ranked.action_name || ': '
                || coalesce(ranked.blocked_reason, steps.meaning) || '.'
        end as reason
    from recommendations
    cross join policies
    left join ranked
        on
            recommendations.customer_id = ranked.customer_id
            and ranked.exit_rank = 1
    left join steps
        on ranked.step = steps.step
    left join resources
        on ranked.binding_resource_id = resources.resource_id
),

final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(policy as varchar) as policy,
        cast(as_of_date as date) as as_of_date,
        cast(reason_code as varchar) as reason_code,
        cast(nearest_action_id as varchar) as nearest_action_id,
        cast(nearest_value_amount as decimal(18, 4)) as nearest_value_amount,
        cast(reason as varchar) as reason
    from explained
)

select * from final
