with

maximums as (
    select * from {{ ref('int_resource_maximums_listed') }}
),

mandatory_use as (
    select * from {{ ref('int_mandatory_use_summed') }}
),

-- Mandatory actions are paid for before all else.
final as (
    select
        maximums.resource_id,
        maximums.account_manager_id,
        round(maximums.maximum_amount - coalesce(mandatory_use.use_amount, 0), 4)
            as maximum_amount,
        greatest(
            round(maximums.minimum_amount - coalesce(mandatory_use.use_amount, 0), 4), 0
        ) as minimum_amount
    from maximums
    left join mandatory_use
        on
            maximums.resource_id = mandatory_use.resource_id
            and maximums.account_manager_id = mandatory_use.account_manager_id
)

select * from final
