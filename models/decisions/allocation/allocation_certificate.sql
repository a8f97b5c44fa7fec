with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

allocations as (
    select * from {{ ref('ml_resource_allocation') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

money as (
    select * from {{ ref('int_money_planned_counted') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
    where resource_id = 'budget'
),

policies as (
    {% for policy in policy_names() %}
    select '{{ policy }}' as policy
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

totals as (
    select
        policy,
        count(*) as customer_count,
        sum(case when action_id <> 'do_nothing' then 1 else 0 end) as treated_customer_count,
        sum(cost_amount) as spend_amount,
        -- Customers succeed independently of each other.
        sqrt({{ exact_sum_of_squares('cost_deviation_amount') }}) as spend_deviation_amount,
        sum(expected_value_amount) as expected_value_amount,
        sum(value_amount) as value_amount
    from allocated
    group by policy
),

bounds as (
    select
        policy,
        upper_bound_amount,
        horizon_upper_bound_amount,
        reason
    from allocations
    where record = 'bound'
),

resource_checks as (
    select
        policy,
        max(case when resource_id = 'budget' then price end) as shadow_price,
        bool_and(is_satisfied) as is_every_resource_satisfied
    from prices
    group by policy
),

certified as (
    select
        policies.policy,
        coalesce(totals.customer_count, 0) as customer_count,
        coalesce(totals.treated_customer_count, 0) as treated_customer_count,
        limits.period,
        limits.period_start,
        limits.period_end,
        money.budget_amount,
        limits.carried_over_amount,
        limits.committed_amount,
        limits.delivered_amount,
        money.mandatory_cost_amount,
        limits.reserved_amount,
        limits.maximum_amount as left_amount,
        coalesce(totals.spend_amount, 0) as spend_amount,
        coalesce(totals.spend_deviation_amount, 0) as spend_deviation_amount,
        coalesce(totals.value_amount, 0) as value_amount,
        coalesce(totals.expected_value_amount, 0) as expected_value_amount,
        coalesce(bounds.upper_bound_amount, 0) as upper_bound_amount,
        coalesce(bounds.horizon_upper_bound_amount, 0) as horizon_upper_bound_amount,
        coalesce(resource_checks.shadow_price, 0) as shadow_price,
        coalesce(resource_checks.is_every_resource_satisfied, true) as is_feasible,
        bounds.reason as infeasible_reason
    from policies
    cross join money
    cross join limits
    left join totals
        on policies.policy = totals.policy
    left join bounds
        on policies.policy = bounds.policy
    left join resource_checks
        on policies.policy = resource_checks.policy
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(customer_count as bigint) as customer_count,
        cast(treated_customer_count as bigint) as treated_customer_count,
        cast(period as varchar) as period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        cast(budget_amount as decimal(18, 4)) as budget_amount,
        cast(carried_over_amount as decimal(18, 4)) as carried_over_amount,
        cast(committed_amount as decimal(18, 4)) as committed_amount,
        cast(delivered_amount as decimal(18, 4)) as delivered_amount,
        cast(mandatory_cost_amount as decimal(18, 4)) as mandatory_cost_amount,
        cast(reserved_amount as decimal(18, 4)) as reserved_amount,
        cast(left_amount as decimal(18, 4)) as left_amount,
        cast(spend_amount as decimal(18, 4)) as spend_amount,
        cast(spend_deviation_amount as double) as spend_deviation_amount,
        cast(value_amount as decimal(18, 4)) as value_amount,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(upper_bound_amount as double) as upper_bound_amount,
        cast(
            coalesce((upper_bound_amount - value_amount) / nullif(upper_bound_amount, 0), 0)
            as double
        ) as optimality_gap_rate,
        cast(horizon_upper_bound_amount as double) as horizon_upper_bound_amount,
        cast(shadow_price as double) as shadow_price,
        cast(spend_amount <= cast(left_amount as decimal(18, 4)) as boolean) as is_within_budget,
        cast(is_feasible as boolean) as is_feasible,
        cast(infeasible_reason as varchar) as infeasible_reason
    from certified
)

select * from final
