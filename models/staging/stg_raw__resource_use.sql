with

source as (
    {{ settings_table('resource_use', [
        'resource_id', 'action_id', 'amount'
    ]) }}
),

final as (
    select
        resource_id,
        action_id,
        amount
    from source
)

select * from final
