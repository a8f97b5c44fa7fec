{% set columns = crm_action_columns() | map(attribute='name') | list %}
with

statements as (
    select * from {{ ref('int_crm_statements_read') }}
),

changes as (
    select * from {{ ref('crm_actions') }}
),

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

all_statements as (
    select
        {% for column in columns %}
        {{ column }},
        {% endfor %}
        true as is_new
    from changes

    union all

    select
        {% for column in columns %}
        statements.{{ column }},
        {% endfor %}
        false as is_new
    from statements
    left join changes
        on statements.delivery_key = changes.delivery_key
    where changes.delivery_key is null
),

-- Whoever missed a publication still has to hear of what is open, and for a while of what is not
-- any more.
final as (
    select all_statements.*
    from all_statements
    cross join calendar
    left join open_actions
        on all_statements.decision_id = open_actions.decision_id
    where
        (open_actions.decision_id is not null and all_statements.operation <> 'withdraw')
        or (
            open_actions.decision_id is null
            and all_statements.operation = 'withdraw'
            and all_statements.as_of_date
            > {{ add_days('calendar.as_of_date', '-' ~ number_var('nba_decision_expiry_days')) }}
        )
)

select * from final
