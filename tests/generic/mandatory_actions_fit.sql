{# Stops the build before anything is trained, with a sentence that says what is short, and by how
   much. #}
{% test mandatory_actions_fit(model) %}
with

sentences as (
    select
        string_agg(
            'Mandatory actions need ' || {{ format_figure('use_amount', 12) }} || ' of '
            || resource_id
            || case
                when account_manager_id = 'all' then '' else ' of ' || account_manager_id
            end
            || ', and there is ' || {{ format_figure('maximum_amount', 12) }} || ': '
            || {{ format_figure('use_amount - maximum_amount', 12) }} || ' too little.',
            ' ' order by resource_id, account_manager_id
        ) as sentence
    from {{ model }}
    where use_amount > maximum_amount
)

select sentence
from sentences
where
    case
        when sentence is not null
            then
                cast({{ raise_error(
                    "sentence || ' Raise what there is, or let an action be mandatory for fewer"
                    ~ " customers by an eligibility rule that names it.'"
                ) }} as boolean)
        else false
    end
{% endtest %}
