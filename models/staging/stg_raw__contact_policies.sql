with

source as (
    {{ settings_table('contact_policies', [
        'policy_id', 'counted', 'channel', 'maximum_contact_count', 'window_days'
    ]) }}
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
