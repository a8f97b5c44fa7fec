with

{% for input in input_names() %}
{{ input }} as (
    select
        'input_{{ input }}' as input_name,
        record_key,
        rejection_rule,
        rejection_detail,
        record
    from {{ ref('int_' ~ input ~ '_checked') }}
    where rejection_rule is not null
),

{% endfor %}
all_rejected as (
    {% for input in input_names() %}
    select * from {{ input }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
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
    from all_rejected
)

select * from final
