with

source as (
    {{ raw_table('resources') }}
),

final as (
    select
        resource_id,
        resource_name,
        scope,
        unit_name,
        maximum_amount,
        minimum_amount,
        period
    from source
)

select * from final
