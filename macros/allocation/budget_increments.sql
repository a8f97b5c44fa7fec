{#- Differences of whole units are exact and a quotient is rounded the same way wherever it is taken:
    points on one line compare as equal, and a customer's steps have strictly falling slopes, so that
    sorting by slope keeps their order. Sums are exact decimals. -#}
{% macro budget_increments(options) -%}
    with

    -- What costs nothing needs no budget: the best of it is where a customer starts.
    free_options as (
        select
            policy,
            customer_id,
            action_id,
            value_amount,
            row_number() over (
                partition by policy, customer_id
                order by
                    value_amount desc nulls last,
                    catalogue_order asc nulls last,
                    action_id asc nulls last
            ) as preference
        from {{ options }}
        where cost_amount = 0
    ),

    customers as (
        select distinct
            policy,
            customer_id
        from {{ options }}
    ),

    -- Without a free option, or with harmful ones only, a customer is left alone: no action, value 0.
    bases as (
        select
            customers.policy,
            customers.customer_id,
            free_options.action_id,
            cast(coalesce(free_options.value_amount, 0) as decimal(18, 4)) as value_amount
        from customers
        left join free_options
            on
                customers.policy = free_options.policy
                and customers.customer_id = free_options.customer_id
                and free_options.preference = 1
                and free_options.value_amount >= 0
    ),

    base_totals as (
        select
            policy,
            cast(sum(value_amount) as decimal(18, 4)) as value_amount
        from bases
        group by policy
    ),

    -- An option that is worth no more than the base is never a step up.
    paid_options as (
        select
            bases.policy,
            bases.customer_id,
            options.action_id,
            options.catalogue_order,
            options.cost_amount,
            options.value_amount,
            round(cast(options.cost_amount as double) * 10000) as cost_units,
            round(cast(options.value_amount as double) * 10000) as value_units,
            bases.action_id as base_action_id,
            bases.value_amount as base_value_amount,
            round(cast(bases.value_amount as double) * 10000) as base_value_units
        from {{ options }} as options
        inner join bases
            on
                options.policy = bases.policy
                and options.customer_id = bases.customer_id
        where options.cost_amount > 0 and options.value_amount > bases.value_amount
    ),

    slopes as (
        select
            this.policy,
            this.customer_id,
            this.action_id,
            any_value(this.cost_amount) as cost_amount,
            any_value(this.value_amount) as value_amount,
            any_value(this.base_action_id) as base_action_id,
            any_value(this.base_value_amount) as base_value_amount,
            any_value(this.cost_units) as cost_units,
            any_value(this.value_units) as value_units,
            any_value(this.base_value_units) as base_value_units,
            min(
                case
                    when other.cost_units < this.cost_units
                        then
                            (this.value_units - other.value_units)
                            / (this.cost_units - other.cost_units)
                    -- An equally dear option that is preferred leaves this one no place.
                    when
                        other.cost_units = this.cost_units
                        and (
                            other.value_units > this.value_units
                            or (
                                other.value_units = this.value_units
                                and (
                                    other.catalogue_order < this.catalogue_order
                                    or (
                                        other.catalogue_order = this.catalogue_order
                                        and other.action_id < this.action_id
                                    )
                                )
                            )
                        )
                        then cast(0 as double)
                    else (this.value_units - this.base_value_units) / this.cost_units
                end
            ) as lowest_slope_to,
            max(
                case
                    when other.cost_units > this.cost_units
                        then
                            (other.value_units - this.value_units)
                            / (other.cost_units - this.cost_units)
                    else cast(0 as double)
                end
            ) as highest_slope_from
        from paid_options as this
        inner join paid_options as other
            on
                this.policy = other.policy
                and this.customer_id = other.customer_id
        group by
            this.policy,
            this.customer_id,
            this.action_id
    ),

    steps as (
        select
            policy,
            customer_id,
            action_id,
            cost_amount,
            value_amount,
            row_number() over customer_steps as step_number,
            case
                when row_number() over customer_steps = 1 then base_action_id
                else lag(action_id) over customer_steps
            end as previous_action_id,
            cast(
                cost_amount - coalesce(lag(cost_amount) over customer_steps, 0)
                as decimal(18, 4)
            ) as increment_cost_amount,
            cast(
                value_amount - coalesce(lag(value_amount) over customer_steps, base_value_amount)
                as decimal(18, 4)
            ) as increment_value_amount,
            (value_units - coalesce(lag(value_units) over customer_steps, base_value_units))
            / (cost_units - coalesce(lag(cost_units) over customer_steps, 0)) as value_per_cost
        from slopes
        where lowest_slope_to > highest_slope_from and lowest_slope_to > 0
        window
            customer_steps as (
                partition by policy, customer_id
                order by cost_amount asc nulls last
            )
    ),

    increments_in_sequence as (
        select
            *,
            row_number() over policy_sequence as sequence_number,
            sum(increment_cost_amount) over policy_sequence as sequence_cost_amount,
            sum(increment_value_amount) over policy_sequence as sequence_value_amount
        from steps
        window
            policy_sequence as (
                partition by policy
                order by
                    value_per_cost desc nulls last,
                    customer_id asc nulls last,
                    step_number asc nulls last
                rows between unbounded preceding and current row
            )
    )

    select
        bases.policy,
        bases.customer_id,
        bases.action_id,
        cast(0 as integer) as step_number,
        cast(null as varchar) as previous_action_id,
        cast(0 as decimal(18, 4)) as cost_amount,
        bases.value_amount,
        cast(0 as decimal(18, 4)) as increment_cost_amount,
        cast(0 as decimal(18, 4)) as increment_value_amount,
        cast(null as double) as value_per_cost,
        cast(0 as bigint) as sequence_number,
        cast(0 as decimal(18, 4)) as cumulative_cost_amount,
        base_totals.value_amount as cumulative_value_amount
    from bases
    inner join base_totals
        on bases.policy = base_totals.policy

    union all

    select
        increments_in_sequence.policy,
        increments_in_sequence.customer_id,
        increments_in_sequence.action_id,
        cast(increments_in_sequence.step_number as integer) as step_number,
        increments_in_sequence.previous_action_id,
        increments_in_sequence.cost_amount,
        increments_in_sequence.value_amount,
        increments_in_sequence.increment_cost_amount,
        increments_in_sequence.increment_value_amount,
        increments_in_sequence.value_per_cost,
        cast(increments_in_sequence.sequence_number as bigint) as sequence_number,
        cast(increments_in_sequence.sequence_cost_amount as decimal(18, 4))
            as cumulative_cost_amount,
        cast(
            base_totals.value_amount + increments_in_sequence.sequence_value_amount
            as decimal(18, 4)
        ) as cumulative_value_amount
    from increments_in_sequence
    inner join base_totals
        on increments_in_sequence.policy = base_totals.policy
{%- endmacro %}
