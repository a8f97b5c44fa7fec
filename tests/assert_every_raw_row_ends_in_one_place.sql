-- Fails for every input whose raw rows and malformed lines are not its accepted rows and its
-- quarantined rows together.
{#- Rows that stand for treatments beside what was given. -#}
{% set given_rows = {
    'actions': 'action_id = base_action_id',
    'resource_use': '(resource_id, action_id) in (select (resource_id, action_id) from '
        ~ ref('int_resource_use_checked') ~ ' where rejection_rule is null)',
    'scenarios': '(scenario_id, changed, target) in (select (scenario_id, changed, target) from '
        ~ ref('int_scenarios_checked') ~ ' where rejection_rule is null)',
} %}
with

{% for input in input_names() %}
{{ input }} as (
    select
        'input_{{ input }}' as input_name,
        (select count(*) from {{ staged_input(input) }})
        + (
            select count(*) from {{ ref('int_malformed_lines') }}
            where raw_table = '{{ input }}'
        ) as raw_row_count,
        (
            select count(*) from {{ ref('input_' ~ input) }}
            where {{ given_rows.get(input, 'true') }}
        ) as accepted_row_count
),

{% endfor %}
counted as (
    {% for input in input_names() %}
    select * from {{ input }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

quarantined as (
    select
        input_name,
        count(*) as quarantined_row_count
    from {{ ref('quarantined_records') }}
    group by input_name
)

select
    counted.input_name,
    counted.raw_row_count,
    counted.accepted_row_count,
    quarantined.quarantined_row_count
from counted
left join quarantined
    on counted.input_name = quarantined.input_name
where
    counted.raw_row_count
    <> counted.accepted_row_count + coalesce(quarantined.quarantined_row_count, 0)
