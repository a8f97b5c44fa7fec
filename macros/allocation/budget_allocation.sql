{#- Taken in sequence while the budget lasts, then filled: in each round of the recursion the longest
    run of increments that still fit is taken, and whoever became too dear drops out for good. -#}
{% macro budget_allocation(increments, budget) -%}
    with recursive

    within_budget as (
        select *
        from {{ increments }}
        where step_number = 0 or cumulative_cost_amount <= {{ budget }}
    ),

    whole_increments as (
        select
            policy,
            max(cumulative_cost_amount) as spend_amount
        from within_budget
        group by policy
    ),

    untaken_increments as (
        select
            untaken.policy,
            untaken.customer_id,
            untaken.step_number,
            untaken.sequence_number,
            untaken.increment_cost_amount,
            cast({{ budget }} - whole_increments.spend_amount as decimal(18, 4)) as left_amount,
            -- A step needs the steps before it, so that it is out of reach if one of them is.
            max(untaken.increment_cost_amount) over (
                partition by untaken.policy, untaken.customer_id
                order by untaken.step_number asc nulls last
                rows between unbounded preceding and current row
            ) as dearest_amount
        from {{ increments }} as untaken
        inner join whole_increments
            on untaken.policy = whole_increments.policy
        where
            untaken.step_number > 0
            and untaken.cumulative_cost_amount > {{ budget }}
    ),

    fill_rounds as (
        {{ increments_that_still_fit('untaken_increments') }}

        union all

        {{ increments_that_still_fit('still_untaken', source='(
            select
                policy,
                customer_id,
                step_number,
                sequence_number,
                increment_cost_amount,
                left_amount,
                max(increment_cost_amount) over (
                    partition by policy, customer_id
                    order by step_number asc nulls last
                    rows between unbounded preceding and current row
                ) as dearest_amount
            from (
                select
                    policy,
                    customer_id,
                    step_number,
                    sequence_number,
                    increment_cost_amount,
                    running_amount <= left_amount as is_taken,
                    cast(
                        left_amount - max(
                            case when running_amount <= left_amount then running_amount else 0 end
                        ) over (partition by policy) as decimal(18, 4)
                    ) as left_amount
                from fill_rounds
            ) as judged
            where not is_taken
        )') }}
    ),

    taken as (
        select
            policy,
            customer_id,
            step_number,
            case when step_number = 0 then 'base' else 'envelope' end as chosen_by
        from within_budget

        union all

        select
            policy,
            customer_id,
            step_number,
            'fill' as chosen_by
        from fill_rounds
        where running_amount <= left_amount
    ),

    last_taken as (
        select
            policy,
            customer_id,
            max(step_number) as step_number,
            max_by(chosen_by, step_number) as chosen_by
        from taken
        group by
            policy,
            customer_id
    )

    select
        chosen.policy,
        chosen.customer_id,
        chosen.action_id,
        chosen.cost_amount,
        chosen.value_amount,
        last_taken.chosen_by
    from {{ increments }} as chosen
    inner join last_taken
        on
            chosen.policy = last_taken.policy
            and chosen.customer_id = last_taken.customer_id
            and chosen.step_number = last_taken.step_number
{%- endmacro %}
