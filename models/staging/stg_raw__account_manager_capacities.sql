with

source as (
    {{ settings_table('account_manager_capacities', [
        'resource_id', 'account_manager_id', 'maximum_amount'
    ]) }}
),

final as (
    select
        resource_id,
        account_manager_id,
        maximum_amount
    from source
)

select * from final
