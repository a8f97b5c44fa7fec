with

judged_rows as (
    select * from {{ ref('int_rows_judged') }}
),

origins as (
    {% for input in input_names() %}
    {% set origin = input_origin(input) if execute else 'absent' %}
    select
        'input_{{ input }}' as input_name,
        {{ loop.index }} as input_order,
        '{{ origin }}' as origin,
        {{ text_literal(absence_consequence(input)) }} as absence_consequence
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

rule_counts as (
    select
        input_name,
        rejection_rule,
        count(*) as row_count,
        min(rejection_detail) as example
    from judged_rows
    group by input_name, rejection_rule
),

ranked_rules as (
    select
        input_name,
        rejection_rule,
        row_count,
        example,
        row_number() over (
            partition by input_name, rejection_rule is null
            order by row_count desc nulls last, rejection_rule asc nulls last
        ) as rule_rank
    from rule_counts
),

judged_counts as (
    select
        input_name,
        sum(row_count) as raw_row_count,
        sum(case when rejection_rule is null then row_count else 0 end) as accepted_row_count,
        sum(case when rejection_rule is not null then row_count else 0 end)
            as quarantined_row_count,
        max(case when rejection_rule is not null and rule_rank = 1 then example end) as top_reason,
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
        cast(origins.input_name as varchar) as input_name,
        cast(origins.input_order as integer) as input_order,
        cast(origins.origin as varchar) as origin,
        cast(coalesce(judged_counts.raw_row_count, 0) as bigint) as raw_row_count,
        cast(coalesce(judged_counts.accepted_row_count, 0) as bigint) as accepted_row_count,
        cast(coalesce(judged_counts.quarantined_row_count, 0) as bigint)
            as quarantined_row_count,
        cast(
            coalesce(
                judged_counts.quarantined_row_count / nullif(judged_counts.raw_row_count, 0), 0
            ) as double
        ) as quarantine_rate,
        cast(coalesce(judged_counts.top_rules, '') as varchar) as top_rules,
        cast(judged_counts.top_reason as varchar) as top_reason,
        cast(
            case
                when origins.origin = 'absent' then origins.absence_consequence
                when judged_counts.quarantined_row_count > 0
                    then
                        cast(judged_counts.quarantined_row_count as varchar) || ' of '
                        || cast(judged_counts.raw_row_count as varchar)
                        || ' rows are left out'
                        || case
                            when origins.input_name = 'input_customers'
                                then ': who is in no other row gets no recommendation'
                            else ''
                        end
            end as varchar
        ) as consequence
    from origins
    left join judged_counts
        on origins.input_name = judged_counts.input_name
)

select * from final
