with

impact as (
    select * from {{ ref('business_impact') }}
),

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

decisions as (
    select * from {{ ref('int_oracle_decisions_listed') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

known as (
    select
        decisions.policy,
        decisions.is_retention_at_stake as is_at_stake,
        cast(true_values.cost_amount as double) as cost_amount,
        true_values.retained_probability,
        true_values.retention_effect,
        true_values.upsell_effect * cast(profiles.expansion_value_amount as double)
            as upsell_amount,
        cast(true_values.true_value_amount as double) as value_amount,
        case
            when true_values.true_value_amount <= 0
                then cast(true_values.cost_amount as double)
            else 0
        end as wasted_amount
    from decisions
    inner join true_values
        on
            decisions.customer_id = true_values.customer_id
            and decisions.action_id = true_values.action_id
    inner join profiles
        on decisions.customer_id = profiles.customer_id
),

totals as (
    select
        policy,
        {% for name in [
            'cost_amount', 'retained_probability', 'retention_effect', 'upsell_amount', 'value_amount'
        ] %}
        {{ exact_sum('case when is_at_stake then ' ~ name ~ ' end') }} as {{ name }},
        {% endfor %}
        {{ exact_sum('cost_amount') }} as all_cost_amount,
        {{ exact_sum('wasted_amount') }} as wasted_amount,
        sum(case when is_at_stake then 1 else 0 end) as customer_count
    from known
    group by policy
),

true_measures as (
    {% for goal, measure, expression in [
        ('retention', 'success_rate', 'retained_probability / customer_count'),
        ('retention', 'successes_per_1000_customers', '1000 * retention_effect / customer_count'),
        ('retention', 'cost_per_incremental_success',
            'case when retention_effect > 0 then cost_amount / retention_effect end'),
        ('upsell', 'value_per_customer', 'upsell_amount / customer_count'),
        ('all', 'cost_per_customer', 'cost_amount / customer_count'),
        ('all', 'net_value_per_customer', 'value_amount / customer_count'),
        ('all', 'return_on_investment', 'value_amount / nullif(cost_amount, 0)'),
        ('all', 'wasted_spend_rate', 'wasted_amount / nullif(all_cost_amount, 0)'),
        ('all', 'wasted_spend_amount', 'wasted_amount'),
    ] %}
    select
        policy,
        '{{ goal }}' as goal,
        '{{ measure }}' as measure,
        {{ expression }} as true_value
    from totals
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        cast(coalesce(impact.policy, true_measures.policy) as varchar) as policy,
        cast(coalesce(impact.goal, true_measures.goal) as varchar) as goal,
        cast(coalesce(impact.measure, true_measures.measure) as varchar) as measure,
        cast(impact.value as double) as value,
        cast(impact.lower as double) as lower,
        cast(impact.upper as double) as upper,
        cast(true_measures.true_value as double) as true_value,
        cast(true_measures.true_value between impact.lower and impact.upper as boolean)
            as is_covered
    from impact
    full outer join true_measures
        on
            impact.policy = true_measures.policy
            and impact.goal = true_measures.goal
            and impact.measure = true_measures.measure
)

select * from final
