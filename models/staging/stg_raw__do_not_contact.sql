with

source as (
    {{ settings_table('do_not_contact', [
        'customer_id', 'channel', 'reason'
    ]) }}
),

final as (
    select
        customer_id,
        channel,
        reason
    from source
)

select * from final
