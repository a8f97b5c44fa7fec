with

fields as (
    select * from {{ ref('input_crm_fields') }}
),

payloads as (
    select * from {{ ref('crm_payloads') }}
),

objects as (
    select
        target,
        object,
        count(distinct field) as field_count
    from fields
    group by target, object
),

counted as (
    select
        target,
        object,
        count(*) as payload_count,
        sum(case when is_new then 1 else 0 end) as new_count
    from payloads
    group by target, object
),

final as (
    select
        cast(objects.target as varchar) as target,
        cast(objects.object as varchar) as object,
        cast(objects.field_count as integer) as field_count,
        cast(coalesce(counted.payload_count, 0) as bigint) as payload_count,
        cast(coalesce(counted.new_count, 0) as bigint) as new_count
    from objects
    left join counted
        on
            objects.target = counted.target
            and objects.object = counted.object
)

select * from final
