{% macro checked_input(
    source, key, columns, rules=[], lookups=[], duplicate_rule='duplicate_key'
) %}
{% set required = columns | selectattr('required', 'defined') | map(attribute='name') | list %}
{% set required = required + (key | reject('in', required) | list) %}
{% set key_list = key | join(', ') %}
{% set mappings = word_mappings() %}
with

source as (
    select * from {{ source }}
),

{% for lookup in lookups %}
known_{{ lookup.name }} as (
    select {{ (lookup.key + lookup.get('columns', [])) | join(', ') }}
    from {{ lookup.relation }}
    where rejection_rule is null
),

{% endfor %}
typed as (
    select
        {{ row_as_struct('source') }} as raw_row,
        {% for column in columns %}
        {% set value = mapped_word(column.name, mappings) %}
        {% if column.type == 'varchar' %}
        nullif(trim(cast({{ value }} as varchar)), '') as {{ column.name }},
        {% else %}
        try_cast({{ value }} as {{ column.type }}) as {{ column.name }},
        {% endif %}
        {% endfor %}
    from source
),

judged as (
    select
        typed.*,
        case
            {% for column in columns if column.type != 'varchar' %}
            {% set raw = 'typed.raw_row.' ~ column.name %}
            {% set name = 'typed.' ~ column.name %}
            when {{ is_uncastable(raw, name, column.type) }}
                then 'uncastable_value: {{ column.name }} is "'
                    || cast({{ raw }} as varchar) || '", which is not of type {{ column.type }}'
            {% if column.type == 'double' or column.type.startswith('decimal') %}
            when not {{ is_finite('try_cast(' ~ raw ~ ' as double)') }}
                then 'non_finite_value: {{ column.name }} is "'
                    || cast({{ raw }} as varchar) || '", which is not a finite number'
            {% endif %}
            {% endfor %}
            {% for name in required %}
            when typed.{{ name }} is null
                then '{{ "missing_key" if name in key else "missing_value" }}: {{ name }} is empty'
            {% endfor %}
            {% for lookup in lookups %}
            when known_{{ lookup.name }}.{{ lookup.key[0] }} is null
                then 'unknown_{{ lookup.name }}: no accepted {{ lookup.name }} has {% for name in lookup.key -%}
                    {{ " and " if not loop.first }}{{ name }} "' || coalesce(typed.{{ name }}, '') || '"
                    {%- endfor %}'
            {% endfor %}
            {% for rule in rules %}
            when {{ rule.fails_when }}
                -- A sentence that comes out null must not let the row pass.
                then '{{ rule.name }}: ' || coalesce({{ rule.because }}, 'a value is missing')
            {% endfor %}
        end as rejection
    from typed
    {% for lookup in lookups %}
    left join known_{{ lookup.name }}
        on {% for name in lookup.key -%}
            {{ " and " if not loop.first }}typed.{{ name }} = known_{{ lookup.name }}.{{ name }}
        {%- endfor %}
    {% endfor %}
),

duplicate_keys as (
    select {{ key_list }}
    from judged
    where rejection is null
    group by {{ key_list }}
    having count(*) > 1
),

copies as (
    select
        judged.*,
        {{ as_json('judged.raw_row') }} as copy_content
    from judged
    inner join duplicate_keys using ({{ key_list }})
    where judged.rejection is null
),

judged_copies as (
    select
        copies.*,
        min(copy_content) over same_key <> max(copy_content) over same_key as is_contradicted,
        row_number() over (partition by {{ key_list }} order by copy_content asc nulls last)
            as copy_number
    from copies
    window same_key as (partition by {{ key_list }})
),

final as (
    select
        {% for column in columns %}
        judged.{{ column.name }},
        {% endfor %}
        judged.rejection,
        judged.raw_row
    from judged
    left join duplicate_keys using ({{ key_list }})
    where judged.rejection is not null or duplicate_keys.{{ key[0] }} is null

    union all

    select
        {% for column in columns %}
        {{ column.name }},
        {% endfor %}
        case
            when is_contradicted
                then '{{ duplicate_rule }}: rows that contradict each other share {{ key_list }}'
            when copy_number > 1
                then '{{ duplicate_rule }}: a copy of a row that was accepted'
        end as rejection,
        raw_row
    from judged_copies
)

select
    {% for column in columns %}
    {{ column.name }},
    {% endfor %}
    {{ "concat_ws('|', " ~ key | join(", ") ~ ")" }} as record_key,
    split_part(rejection, ': ', 1) as rejection_rule,
    substr(rejection, length(split_part(rejection, ': ', 1)) + 3) as rejection_detail,
    case when rejection is not null then {{ as_json('raw_row') }} end as record
from final
{% endmacro %}
