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
    select * from {{ ref('int_money_left_counted') }}
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
        money.budget_amount,
        money.mandatory_cost_amount,
        coalesce(totals.spend_amount, 0) as spend_amount,
        coalesce(totals.spend_deviation_amount, 0) as spend_deviation_amount,
        coalesce(totals.value_amount, 0) as value_amount,
        coalesce(totals.expected_value_amount, 0) as expected_value_amount,
        coalesce(bounds.upper_bound_amount, 0) as upper_bound_amount,
        coalesce(resource_checks.shadow_price, 0) as shadow_price,
        coalesce(resource_checks.is_every_resource_satisfied, true) as is_feasible,
        bounds.reason as infeasible_reason
    from policies
    cross join money
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
        cast(budget_amount as decimal(18, 4)) as budget_amount,
        cast(mandatory_cost_amount as decimal(18, 4)) as mandatory_cost_amount,
        cast(spend_amount as decimal(18, 4)) as spend_amount,
        cast(spend_deviation_amount as double) as spend_deviation_amount,
        cast(value_amount as decimal(18, 4)) as value_amount,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(upper_bound_amount as double) as upper_bound_amount,
        cast(
            coalesce((upper_bound_amount - value_amount) / nullif(upper_bound_amount, 0), 0)
            as double
        ) as optimality_gap_rate,
        cast(shadow_price as double) as shadow_price,
        cast(spend_amount + mandatory_cost_amount <= budget_amount as boolean) as is_within_budget,
        cast(is_feasible as boolean) as is_feasible,
        cast(infeasible_reason as varchar) as infeasible_reason
    from certified
)

select * from final
