with

allocations as (
    select * from {{ ref('ml_resource_allocation') }}
),

resources as (
    select * from {{ ref('input_resources') }}
),

named as (
    select
        allocations.policy,
        allocations.resource_id,
        allocations.account_manager_id,
        case
            when allocations.resource_id = 'budget' then 'Budget'
            else coalesce(resources.resource_name, allocations.resource_id)
        end as resource_name,
        case
            when allocations.resource_id = 'budget' then 'unit of money'
            else coalesce(resources.unit_name, 'unit')
        end as unit_name,
        allocations.price,
        allocations.minimum_price,
        allocations.use_amount,
        allocations.maximum_amount,
        allocations.minimum_amount,
        allocations.is_minimum_due
    from allocations
    left join resources
        on allocations.resource_id = resources.resource_id
    where allocations.record = 'resource'
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(resource_id as varchar) as resource_id,
        cast(account_manager_id as varchar) as account_manager_id,
        cast(resource_name as varchar) as resource_name,
        cast(maximum_amount as double) as maximum_amount,
        cast(minimum_amount as double) as minimum_amount,
        cast(use_amount as double) as use_amount,
        cast(price as double) as price,
        cast(minimum_price as double) as minimum_price,
        cast(
            coalesce(use_amount <= maximum_amount, true)
            and (use_amount >= minimum_amount or not is_minimum_due) as boolean
        ) as is_satisfied,
        cast(
            case
                when price > 0
                    then
                        'One more ' || unit_name || ' is worth ' || {{ format_amount('price') }}
                        || '; ' || {{ format_figure('use_amount', 12) }} || ' of '
                        || {{ format_figure('maximum_amount', 12) }} || ' are used.'
                when minimum_price > 0
                    then
                        'The last ' || unit_name || ' of the minimum costs '
                        || {{ format_amount('minimum_price') }} || '; '
                        || {{ format_figure('use_amount', 12) }} || ' of '
                        || {{ format_figure('minimum_amount', 12) }} || ' are used.'
                when maximum_amount is null
                    then {{ format_figure('use_amount', 12) }} || ' are used; nothing limits them.'
                else
                    'More would be worth nothing: ' || {{ format_figure('use_amount', 12) }}
                    || ' of ' || {{ format_figure('maximum_amount', 12) }} || ' are used.'
            end as varchar
        ) as meaning
    from named
)

select * from final
