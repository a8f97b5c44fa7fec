with

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

decisions as (
    select * from {{ ref('int_oracle_decisions_listed') }}
),

final as (
    select
        cast(decisions.policy as varchar) as policy,
        cast(sum(true_values.cost_amount) as decimal(18, 4)) as spend_amount,
        cast(sum(true_values.true_value_amount) as decimal(18, 4)) as true_value_amount,
        cast(
            {{ exact_mean(
                'case when decisions.is_retention_at_stake'
                ~ ' then true_values.retained_probability end'
            ) }} as double
        ) as success_rate,
        cast(
            sum(case when decisions.action_id <> 'do_nothing' then 1 else 0 end) as bigint
        ) as treated_customer_count
    from decisions
    inner join true_values
        on
            decisions.customer_id = true_values.customer_id
            and decisions.action_id = true_values.action_id
    group by decisions.policy
)

select * from final
