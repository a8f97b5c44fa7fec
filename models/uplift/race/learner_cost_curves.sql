with

increments as (
    select * from {{ ref('int_learner_increments_ranked') }}
),

valued as (
    select
        learner,
        unit_id,
        action_id,
        judged_value_amount
    from {{ ref('int_learner_actions_valued') }}
),

budgets as (
    select * from {{ ref('int_learner_budgets_scaled') }}
),

budget_steps as (
    {% for step in range(number_var('nba_frontier_step_count') | int + 1) %}
    select
        cast({{ step }} as integer) as step_number,
        budget_amount * 2 * {{ step }} / {{ number_var('nba_frontier_step_count') | int }}
            as budget_amount
    from budgets
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

judged_increments as (
    select
        increments.policy as learner,
        increments.cumulative_cost_amount,
        increments.increment_value_amount,
        reached.judged_value_amount - coalesce(previous.judged_value_amount, 0)
            as judged_increment_amount,
        increments.increment_cost_amount
    from increments
    inner join valued as reached
        on
            increments.policy = reached.learner
            and increments.customer_id = reached.unit_id
            and increments.action_id = reached.action_id
    left join valued as previous
        on
            increments.policy = previous.learner
            and increments.customer_id = previous.unit_id
            and increments.previous_action_id = previous.action_id
    where increments.step_number > 0
),

learners as (
    select distinct learner
    from valued
),

final as (
    select
        cast(learners.learner as varchar) as learner,
        cast(budget_steps.step_number as integer) as step_number,
        cast(budget_steps.budget_amount / budgets.unit_count as double) as budget_per_unit,
        cast(
            coalesce(sum(judged_increments.increment_cost_amount), 0)
            / any_value(budgets.unit_count) as double
        ) as spend_per_unit,
        cast(
            coalesce(sum(judged_increments.increment_value_amount), 0)
            / any_value(budgets.unit_count) as double
        ) as predicted_value_per_unit,
        cast(
            coalesce(sum(judged_increments.judged_increment_amount), 0)
            / any_value(budgets.unit_count) as double
        ) as judged_value_per_unit
    from learners
    cross join budget_steps
    cross join budgets
    left join judged_increments
        on
            learners.learner = judged_increments.learner
            and budget_steps.budget_amount >= judged_increments.cumulative_cost_amount
    group by
        learners.learner,
        budget_steps.step_number,
        budget_steps.budget_amount,
        budgets.unit_count
)

select * from final
