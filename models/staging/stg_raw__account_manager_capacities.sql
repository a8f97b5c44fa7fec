with

source as (
    {{ raw_table('account_manager_capacities') }}
),

final as (
    select
        resource_id,
        account_manager_id,
        maximum_amount
    from source
)

select * from final
