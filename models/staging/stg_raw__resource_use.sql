with

source as (
    {{ raw_table('resource_use') }}
),

final as (
    select
        resource_id,
        action_id,
        amount
    from source
)

select * from final
