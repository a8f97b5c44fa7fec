with

source as (
    {{ raw_table('decision_triggers') }}
),

final as (
    select
        trigger_id,
        attribute,
        operator,
        value,
        gap_days
    from source
)

select * from final
