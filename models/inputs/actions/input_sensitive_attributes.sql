-- depends_on: {{ ref('input_quality') }}
with

checked as (
    select * from {{ ref('int_sensitive_attributes_checked') }}
),

final as (
    select
        attribute,
        is_protected
    from checked
    where rejection_rule is null
)

select * from final
