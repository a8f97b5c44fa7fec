with

source as (
    {{ raw_table('usage') }}
),

final as (
    select
        customer_id,
        week_start_on,
        session_count,
        active_user_count,
        feature_count
    from source
)

select * from final
