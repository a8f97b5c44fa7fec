-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_usage_checked') }}
),

final as (
    select
        customer_id,
        week_start_on,
        active_user_count,
        session_count,
        feature_count
    from checked
    where rejection_rule is null
)

select * from final
