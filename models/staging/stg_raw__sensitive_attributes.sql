with

source as (
    {{ raw_table('sensitive_attributes') }}
),

final as (
    select
        attribute,
        coalesce(nullif(trim(cast(is_protected as varchar)), ''), 'false') as is_protected
    from source
)

select * from final
