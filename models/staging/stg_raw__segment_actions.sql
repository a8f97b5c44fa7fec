with

source as (
    {{ raw_table('segment_actions') }}
),

final as (
    select
        segment,
        action_id
    from source
)

select * from final
