{#- Rows of the CTE evidence again for the treatments (of the CTE actions) that it knows nothing of:
    what is known of their action counts for them. -#}
{% macro inherited_evidence(evidence, columns) %}
select
    {% for column in columns %}
    {{ 'untried.action_id' if column == 'action_id' else evidence ~ '.' ~ column }}
    {{- ',' if not loop.last }}
    {% endfor %}
from {{ evidence }}
inner join (
    select
        actions.action_id,
        actions.base_action_id
    from actions
    left join (select distinct action_id from {{ evidence }}) as tried
        on actions.action_id = tried.action_id
    where actions.action_id <> actions.base_action_id and tried.action_id is null
) as untried
    on {{ evidence }}.action_id = untried.base_action_id
{% endmacro %}
