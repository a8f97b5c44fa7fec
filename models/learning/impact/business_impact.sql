with

policy_values as (
    select * from {{ ref('policy_value') }}
    where evidence = 'experiments' and estimator = 'dr'
),

differences as (
    select * from {{ ref('policy_value_differences') }}
    where
        evidence = 'experiments' and estimator = 'dr'
        and reference_policy = 'do_nothing'
),

certificates as (
    select * from {{ ref('allocation_certificate') }}
),

wasted as (
    select * from {{ ref('int_spend_wasted_estimated') }}
),

levels as (
    select
        policy,
        case outcome
            when 'retention' then 'retention_rate'
            when 'cost' then 'cost_per_customer'
            when 'satisfaction' then 'satisfaction_score'
        end as measure,
        value,
        lower,
        upper,
        refusal_reason as remark
    from policy_values
    where outcome in ('retention', 'cost', 'satisfaction')
),

-- Against doing nothing, on the same units.
effects as (
    select
        policy,
        case outcome
            when 'retention' then 'saves_per_1000_customers'
            when 'upsell_revenue' then 'upsell_revenue_per_customer'
            when 'net_value' then 'net_value_per_customer'
        end as measure,
        difference * case outcome when 'retention' then 1000 else 1 end as value,
        lower * case outcome when 'retention' then 1000 else 1 end as lower,
        upper * case outcome when 'retention' then 1000 else 1 end as upper,
        cast(null as varchar) as remark
    from differences
    where outcome in ('retention', 'upsell_revenue', 'net_value')
),

costs as (
    select
        policy,
        value as cost_amount
    from policy_values
    where outcome = 'cost' and value > 0
),

-- What was spent is known; what it did is not.
costs_per_save as (
    select
        differences.policy,
        'cost_per_incremental_save' as measure,
        case when differences.difference > 0 then costs.cost_amount / differences.difference end
            as value,
        case when differences.upper > 0 then costs.cost_amount / differences.upper end as lower,
        case when differences.lower > 0 then costs.cost_amount / differences.lower end as upper,
        case
            when differences.upper <= 0 then 'The policy saves nobody.'
            when differences.lower <= 0
                then 'It may be that nobody is saved: the cost of a save has no upper limit.'
        end as remark
    from differences
    inner join costs
        on differences.policy = costs.policy
    where differences.outcome = 'retention'
),

returns as (
    select
        differences.policy,
        'return_on_investment' as measure,
        differences.difference / costs.cost_amount as value,
        differences.lower / costs.cost_amount as lower,
        differences.upper / costs.cost_amount as upper,
        cast(null as varchar) as remark
    from differences
    inner join costs
        on differences.policy = costs.policy
    where differences.outcome = 'net_value'
),

wasted_shares as (
    select
        policy,
        'wasted_spend_rate' as measure,
        value,
        lower,
        upper,
        'Probability, by the uplift model, that an action earns less than it costs.' as remark
    from wasted
),

wasted_amounts as (
    select
        wasted.policy,
        'wasted_spend_amount' as measure,
        wasted.value * cast(certificates.spend_amount as double) as value,
        wasted.lower * cast(certificates.spend_amount as double) as lower,
        wasted.upper * cast(certificates.spend_amount as double) as upper,
        'Of all that is spent today, within the same budget.' as remark
    from wasted
    inner join certificates
        on wasted.policy = certificates.policy
),

measured as (
    select * from levels
    union all
    select * from effects
    union all
    select * from costs_per_save
    union all
    select * from returns
    union all
    select * from wasted_shares
    union all
    select * from wasted_amounts
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(measure as varchar) as measure,
        cast(value as double) as value,
        cast(lower as double) as lower,
        cast(upper as double) as upper,
        cast(remark as varchar) as remark
    from measured
)

select * from final
