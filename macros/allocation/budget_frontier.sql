{% macro budget_frontier(increments, budgets_relation) -%}
    with

    distinct_budgets as (
        select distinct cast(budget_amount as decimal(18, 4)) as budget_amount
        from {{ budgets_relation }}
    ),

    -- An increment is first affordable at the lowest budget that covers all increments up to it.
    budget_ranges as (
        select
            budget_amount,
            lag(budget_amount) over (order by budget_amount asc nulls last) as lower_budget_amount
        from distinct_budgets
    ),

    policies as (
        select
            policy,
            max(cumulative_value_amount) as base_value_amount
        from {{ increments }}
        where step_number = 0
        group by policy
    ),

    range_totals as (
        select
            sequence.policy,
            budget_ranges.budget_amount,
            max(sequence.cumulative_cost_amount) as spend_amount,
            max(sequence.cumulative_value_amount) as expected_value_amount,
            max(sequence.value_per_cost) as highest_value_per_cost
        from {{ increments }} as sequence
        left join budget_ranges
            on
                sequence.cumulative_cost_amount <= budget_ranges.budget_amount
                and sequence.cumulative_cost_amount
                > coalesce(budget_ranges.lower_budget_amount, 0)
        where sequence.step_number > 0
        group by
            sequence.policy,
            budget_ranges.budget_amount
    ),

    final_steps as (
        select
            policies.policy,
            distinct_budgets.budget_amount,
            policies.base_value_amount,
            range_totals.spend_amount,
            range_totals.expected_value_amount
        from policies
        cross join distinct_budgets
        left join range_totals
            on
                policies.policy = range_totals.policy
                and distinct_budgets.budget_amount = range_totals.budget_amount
    ),

    next_steps as (
        select
            final_steps.policy,
            final_steps.budget_amount,
            max(later.highest_value_per_cost) as marginal_return
        from final_steps
        left join range_totals as later
            on
                final_steps.policy = later.policy
                and (
                    later.budget_amount > final_steps.budget_amount
                    or later.budget_amount is null
                )
        group by
            final_steps.policy,
            final_steps.budget_amount
    )

    select
        final_steps.policy,
        final_steps.budget_amount,
        cast(
            coalesce(max(final_steps.spend_amount) over steps_up_to, 0) as decimal(18, 4)
        ) as spend_amount,
        cast(
            coalesce(
                max(final_steps.expected_value_amount) over steps_up_to,
                final_steps.base_value_amount
            ) as decimal(18, 4)
        ) as expected_value_amount,
        coalesce(next_steps.marginal_return, 0) as marginal_return
    from final_steps
    inner join next_steps
        on
            final_steps.policy = next_steps.policy
            and final_steps.budget_amount = next_steps.budget_amount
    window
        steps_up_to as (
            partition by final_steps.policy
            order by final_steps.budget_amount asc nulls last
            rows between unbounded preceding and current row
        )
{%- endmacro %}
