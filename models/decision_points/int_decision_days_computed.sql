{% set period_days = decision_period_days() %}
with

profiles as (
    select * from {{ ref('customer_profile') }}
    where is_active
),

{% if period_days %}
-- Days since the hash last said that it is the customer's turn; on the day itself, 0.
turned as (
    select
        customer_id,
        as_of_date,
        mod(
            {{ days_between("cast('2000-01-01' as date)", 'as_of_date') }}
            + {{ hash_bucket(
                "concat_ws('|', '" ~ var('nba_assignment_salt') ~ "', 'decision_point', customer_id)",
                period_days
            ) }},
            {{ period_days }}
        ) as days_past
    from profiles
),

final as (
    select
        customer_id,
        as_of_date,
        {{ add_days('as_of_date', '-days_past') }} as last_regular_on,
        {{ add_days('as_of_date', period_days ~ ' - days_past') }} as next_regular_on
    from turned
)
{% else %}
final as (
    select
        customer_id,
        as_of_date,
        as_of_date as last_regular_on,
        cast(null as date) as next_regular_on
    from profiles
)
{% endif %}

select * from final
