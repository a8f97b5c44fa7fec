with

source as (
    {{ raw_table('scenarios') }}
),

final as (
    select
        scenario_id,
        changed,
        target,
        operation,
        amount
    from source
)

select * from final
