with

source as (
    select * from {{ hillstrom_file() }}
),

hashed as (
    select
        *,
        md5(concat_ws(
            '|', recency, history_segment, history, mens, womens, zip_code, newbie, channel,
            segment, visit, conversion, spend
        )) as content_hash
    from source
),

-- The file has no key. Rows of equal content are interchangeable, so that any numbering will do.
final as (
    select
        content_hash || '-' || cast(
            row_number() over (partition by content_hash order by content_hash asc nulls last)
            as varchar
        ) as customer_id,
        cast(recency as integer) as months_since_purchase,
        cast(history as decimal(18, 2)) as past_year_spend_amount,
        cast(mens as integer) as has_bought_mens,
        cast(womens as integer) as has_bought_womens,
        zip_code as zip_code_area,
        cast(newbie as integer) as is_new_customer,
        channel as purchase_channel,
        segment as email_arm,
        cast(visit as integer) as visit,
        cast(conversion as integer) as conversion,
        cast(spend as decimal(18, 2)) as spend
    from hashed
)

select * from final
