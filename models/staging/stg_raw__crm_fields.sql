with

source as (
    {{ raw_table('crm_fields') }}
),

final as (
    select
        target,
        object,
        field,
        source,
        literal,
        -- A field without one is written whatever happens, and whoever works the action.
        coalesce(nullif(trim(cast(operation as varchar)), ''), 'all') as operation,
        coalesce(nullif(trim(cast(worked_by as varchar)), ''), 'all') as worked_by
    from source
)

select * from final
