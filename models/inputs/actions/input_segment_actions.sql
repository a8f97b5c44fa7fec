-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_segment_actions_checked') }}
),

final as (
    select
        segment,
        action_id
    from checked
    where rejection_rule is null
)

select * from final
