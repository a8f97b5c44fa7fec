with

traced_policies as (
    select * from {{ ref('int_traced_policies_listed') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

action_charges as (
    select * from {{ ref('int_action_charges_summed') }}
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

budget_prices as (
    select
        policy,
        price
    from prices
    where resource_id = 'budget'
),

charged as (
    select
        action_values.*,
        eligibility.blocked_reason,
        actions.catalogue_order,
        {{ resource_charge('action_values.cost_amount') }} as resource_charge_amount,
        allocated.action_id is not null as is_chosen
    from action_values
    inner join traced_policies
        on action_values.policy = traced_policies.policy
    inner join actions
        on action_values.action_id = actions.action_id
    inner join profiles
        on action_values.customer_id = profiles.customer_id
    inner join eligibility
        on
            action_values.customer_id = eligibility.customer_id
            and action_values.action_id = eligibility.action_id
    {{ price_joins('action_values', 'profiles') }}
    left join allocated
        on
            action_values.policy = allocated.policy
            and action_values.customer_id = allocated.customer_id
            and action_values.action_id = allocated.action_id
),

netted as (
    select
        *,
        case
            when is_eligible
                then cast(decision_value_amount as double) - resource_charge_amount
        end as net_value_amount
    from charged
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(customer_id as varchar) as customer_id,
        cast(action_id as varchar) as action_id,
        cast(as_of_date as date) as as_of_date,
        cast(is_eligible as boolean) as is_eligible,
        cast(blocked_reason as varchar) as blocked_reason,
        cast(success_probability as double) as success_probability,
        cast(uplift as double) as uplift,
        cast(incremental_value_amount as decimal(18, 4)) as incremental_value_amount,
        cast(cost_amount as decimal(18, 4)) as cost_amount,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(decision_value_amount as decimal(18, 4)) as decision_value_amount,
        cast(resource_charge_amount as decimal(18, 4)) as resource_charge_amount,
        cast(net_value_amount as decimal(18, 4)) as net_value_amount,
        cast(
            case
                when net_value_amount is not null
                    then
                        row_number() over (
                            partition by policy, customer_id
                            order by
                                cast(net_value_amount as decimal(18, 4)) desc nulls last,
                                catalogue_order asc nulls last
                        )
            end as integer
        ) as net_value_rank,
        cast(is_chosen as boolean) as is_chosen
    from netted
)

select * from final
