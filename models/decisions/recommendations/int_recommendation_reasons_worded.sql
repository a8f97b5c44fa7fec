with

recommended as (
    select * from {{ ref('int_recommendations_compared') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

goal_outcomes as (
    select * from {{ ref('int_goal_outcomes_described') }}
),

drivers as (
    select * from {{ ref('recommendation_drivers') }}
),

resources as (
    select * from {{ ref('input_resources') }}
),

evidence as (
    select * from {{ ref('action_evidence') }}
),

open_actions as (
    select
        customer_id,
        count(*) as open_action_count
    from eligibility
    where is_eligible and action_id <> 'do_nothing'
    group by customer_id
),

-- Each in words, with its share in the uplift, in percentage points where the outcome is yes or no.
driver_lists as (
    select
        customer_id,
        max(case when driver_rank = 1 then driver_text end)
        || coalesce(', ' || max(case when driver_rank = 2 then driver_text end), '')
        || coalesce(', ' || max(case when driver_rank = 3 then driver_text end), '')
            as driver_list
    from (
        select
            drivers.customer_id,
            drivers.driver_rank,
            drivers.driver_phrase
            || case when drivers.contribution < 0 then ' (' else ' (+' end
            || case
                when coalesce(goal_outcomes.is_yes_no, true)
                    then {{ format_points('drivers.contribution') }}
                else {{ format_figure('drivers.contribution', 3) }}
            end || ')' as driver_text
        from drivers
        left join goal_outcomes
            on drivers.goal = goal_outcomes.goal
    ) as worded
    group by customer_id
),

described as (
    select
        recommended.*,
        profiles.days_to_renewal,
        coalesce(goal_outcomes.is_yes_no, true) as is_yes_no,
        coalesce(runner_up_outcomes.is_yes_no, true) as is_runner_up_yes_no,
        open_actions.open_action_count,
        driver_lists.driver_list,
        evidence.persuasion_rate,
        evidence.is_assumption_stated,
        evidence.log_event_count,
        evidence.log_success_count,
        evidence.experiment_unit_count,
        case
            when recommended.binding_resource_id = 'budget' then 'the budget'
            else coalesce(resources.resource_name, recommended.binding_resource_id)
        end as binding_resource_name
    from recommended
    inner join profiles
        on recommended.customer_id = profiles.customer_id
    left join goal_outcomes
        on recommended.goal = goal_outcomes.goal
    left join goal_outcomes as runner_up_outcomes
        on recommended.runner_up_goal = runner_up_outcomes.goal
    left join open_actions
        on recommended.customer_id = open_actions.customer_id
    left join driver_lists
        on recommended.customer_id = driver_lists.customer_id
    left join evidence
        on
            recommended.policy = 'auto'
            and recommended.action_id = evidence.action_id
    left join resources
        on recommended.binding_resource_id = resources.resource_id
),

sentences as (
    select
        customer_id,
        case
            when is_exploration then 'Drawn to learn from, whatever it is expected to earn.'
        end as exploration_sentence,
        case
            when action_id <> 'do_nothing' and uplift is not null
                then
                    action_name || ': '
                    || coalesce(
                        'renewal in ' || cast(days_to_renewal as varchar) || ' days; ', ''
                    )
                    || case when uplift < 0 then 'costs ' else 'adds ' end
                    || case
                        when is_yes_no
                            then
                                {{ format_points('abs(uplift)') }} || ' points of ' || goal
                                || ' (' || {{ format_points('uplift_lower') }}
                                || ' to ' || {{ format_points('uplift_upper') }}
                                || ') on ' || {{ format_amount('incremental_value_amount') }}
                        else
                            {{ format_figure('abs(uplift)', 3) }} || ' of ' || goal
                            || ' (' || {{ format_figure('uplift_lower', 3) }}
                            || ' to ' || {{ format_figure('uplift_upper', 3) }} || ')'
                    end
                    || ', worth ' || {{ format_amount('expected_value_amount') }}
                    || ' after the cost of ' || {{ format_amount('cost_amount') }}
                    || coalesce('. What counts most: ' || driver_list, '') || '.'
            when action_id <> 'do_nothing'
                then
                    action_name || ': '
                    || cast(round(100 * success_probability, 1) as varchar)
                    || '% chance of success on ' || {{ format_amount('incremental_value_amount') }}
                    || ', worth ' || {{ format_amount('expected_value_amount') }}
                    || ' after the cost of ' || {{ format_amount('cost_amount') }} || '.'
            when open_action_count is null
                then 'Do nothing: no action is open to this customer.'
            -- Such as actions that too few units of an experiment have got.
            when valued_action_count = 1
                then 'Do nothing: the policy knows no action that is open to this customer.'
            when best_value_amount <= 0
                then 'Do nothing: no action is expected to earn more than it costs.'
            else 'Do nothing: what it would take earns more elsewhere.'
        end as action_sentence,
        case
            when persuasion_rate is null then null
            when evidence = 'assumed'
                then
                    'Assumed: ' || {{ format_points('persuasion_rate') }}
                    || '% of the customers who would not reach ' || goal
                    || ' by themselves are moved by it ('
                    || case
                        when is_assumption_stated then 'assumption of the catalogue'
                        else 'the catalogue says nothing of it'
                    end
                    || ').'
            when evidence = 'observed'
                then
                    'Observed in your log (an association): '
                    || cast(log_success_count as varchar) || ' of '
                    || cast(log_event_count as varchar) || ' past actions succeeded.'
            when evidence = 'experimented'
                then
                    'Experimented: chance gave it to ' || cast(experiment_unit_count as varchar)
                    || ' units.'
        end as evidence_sentence,
        case
            when action_id <> 'do_nothing'
                then
                    'Next best: ' || coalesce(runner_up_action_name, 'none')
                    || case
                        when runner_up_uplift is not null
                            then
                                ' would add '
                                || case
                                    when is_runner_up_yes_no
                                        then {{ format_points('runner_up_uplift') }} || ' points'
                                    else {{ format_figure('runner_up_uplift', 3) }}
                                end
                        else ''
                    end
                    || ' (' || {{ format_amount('coalesce(runner_up_value_amount, 0)') }} || ').'
        end as runner_up_sentence,
        case
            when binding_resource_name is not null and not is_exploration
                then
                    best_action_name || ' would be worth more here ('
                    || {{ format_amount('best_value_amount') }}
                    || '); the limit is ' || binding_resource_name || '.'
        end as limit_sentence
    from described
),

final as (
    select
        customer_id,
        concat_ws(
            ' ', exploration_sentence, action_sentence, evidence_sentence, runner_up_sentence,
            limit_sentence
        ) as reason
    from sentences
)

select * from final
