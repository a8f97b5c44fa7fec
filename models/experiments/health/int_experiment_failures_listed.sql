with

health as (
    select * from {{ ref('experiment_health') }}
),

final as (
    select
        experiment_id,
        'UNTRUSTED: ' || string_agg(
            check_name || ' failed: ' || detail, '; '
            order by check_name asc nulls last, arm asc nulls last, subject asc nulls last
        ) as untrusted_reason
    from health
    where not has_passed
    group by experiment_id
)

select * from final
