with

judged_rows as (
    select * from {{ ref('int_rows_judged') }}
),

raw_counts as (
    {% for input in input_names() %}
    select
        'input_{{ input }}' as input_name,
        count(*) as raw_row_count
    from {{ ref('stg_raw__' ~ input) }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

rule_counts as (
    select
        input_name,
        rejection_rule,
        count(*) as row_count
    from judged_rows
    group by input_name, rejection_rule
),

ranked_rules as (
    select
        input_name,
        rejection_rule,
        row_count,
        row_number() over (
            partition by input_name, rejection_rule is null
            order by row_count desc nulls last, rejection_rule asc nulls last
        ) as rule_rank
    from rule_counts
),

judged_counts as (
    select
        input_name,
        sum(case when rejection_rule is null then row_count else 0 end) as accepted_row_count,
        sum(case when rejection_rule is not null then row_count else 0 end)
            as quarantined_row_count,
        concat_ws(
            ', ',
            {% for rank in [1, 2, 3] %}
            max(
                case
                    when rejection_rule is not null and rule_rank = {{ rank }}
                        then rejection_rule || ' (' || cast(row_count as varchar) || ')'
                end
            ){{ "," if not loop.last }}
            {% endfor %}
        ) as top_rules
    from ranked_rules
    group by input_name
),

final as (
    select
        cast(raw_counts.input_name as varchar) as input_name,
        cast(raw_counts.raw_row_count as bigint) as raw_row_count,
        cast(coalesce(judged_counts.accepted_row_count, 0) as bigint) as accepted_row_count,
        cast(coalesce(judged_counts.quarantined_row_count, 0) as bigint)
            as quarantined_row_count,
        cast(
            coalesce(
                judged_counts.quarantined_row_count / nullif(raw_counts.raw_row_count, 0), 0
            ) as double
        ) as quarantine_rate,
        cast(coalesce(judged_counts.top_rules, '') as varchar) as top_rules
    from raw_counts
    left join judged_counts
        on raw_counts.input_name = judged_counts.input_name
)

select * from final
