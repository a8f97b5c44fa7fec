with

rejected_rows as (
    select * from {{ ref('int_rows_judged') }}
    where rejection_rule is not null
),

final as (
    select
        cast(md5(concat_ws(
            '|',
            input_name,
            record,
            row_number() over (
                partition by input_name, record
                order by rejection_rule asc nulls last
            )
        )) as varchar) as quarantined_record_id,
        cast(input_name as varchar) as input_name,
        cast(record_key as varchar) as record_key,
        cast(rejection_rule as varchar) as rule,
        cast(rejection_detail as varchar) as detail,
        cast(record as varchar) as record
    from rejected_rows
)

select * from final
