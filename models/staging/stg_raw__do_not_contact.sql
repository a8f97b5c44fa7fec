with

source as (
    {{ raw_table('do_not_contact') }}
),

final as (
    select
        customer_id,
        channel,
        reason
    from source
)

select * from final
