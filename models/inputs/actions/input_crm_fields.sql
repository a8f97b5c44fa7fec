-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_crm_fields_checked') }}
),

final as (
    select
        target,
        object,
        field,
        source,
        literal,
        operation,
        worked_by
    from checked
    where rejection_rule is null
)

select * from final
