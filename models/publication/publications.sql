with

written as (
    select * from {{ ref('int_publication_written') }}
),

final as (
    select
        cast(publication_number as integer) as publication_number,
        cast(published_at as timestamp) as published_at,
        cast(as_of_date as date) as as_of_date,
        cast(invocation_id as varchar) as invocation_id,
        cast(table_count as integer) as table_count,
        cast(row_count as bigint) as row_count,
        cast(content_hash as varchar) as content_hash,
        cast(data_source as varchar) as data_source,
        cast(decision_batch_number as integer) as decision_batch_number
    from written
)

select * from final
