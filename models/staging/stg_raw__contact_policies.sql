with

source as (
    {{ raw_table('contact_policies') }}
),

final as (
    select
        policy_id,
        counted,
        channel,
        maximum_contact_count,
        window_days
    from source
)

select * from final
