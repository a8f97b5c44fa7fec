{% set columns = crm_action_columns() | map(attribute='name') | list %}
with

open_actions as (
    select * from {{ ref('int_open_actions_listed') }}
),

statements as (
    select * from {{ ref('int_crm_statements_read') }}
),

states as (
    select * from {{ ref('decision_states') }}
),

withdrawn as (
    select * from {{ ref('int_decisions_withdrawn') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

numbered as (
    select
        *,
        row_number() over (partition by decision_id order by revision desc nulls last)
            as statement_order
    from statements
),

said as (
    select * from numbered
    where statement_order = 1
),

compared as (
    select
        open_actions.*,
        said.revision as said_revision,
        said.operation as said_operation,
        said.as_of_date as said_on,
        case
            when said.decision_id is null or said.operation = 'withdraw' then 'insert'
            when said.content_hash <> open_actions.content_hash then 'update'
        end as new_operation
    from open_actions
    left join said
        on open_actions.decision_id = said.decision_id
),

-- What this day's publications have said already is said by the next one of the day as well.
wanted as (
    select
        decision_id,
        coalesce(said_revision, 0) + case when new_operation is null then 0 else 1 end
            as revision,
        coalesce(new_operation, said_operation) as operation,
        {% for column in columns[4:-1] %}
        {{ column }},
        {% endfor %}
        content_hash
    from compared
    where new_operation is not null or said_on = as_of_date
),

-- A decision that neither stands nor has ended otherwise has made way for one of today.
ended as (
    select
        said.*,
        calendar.as_of_date as today,
        case
            when withdrawn.decision_id is not null then 'withdrawn'
            when states.state <> 'standing' then states.state
            else 'superseded'
        end as end_state
    from said
    cross join calendar
    left join open_actions
        on said.decision_id = open_actions.decision_id
    left join states
        on said.decision_id = states.decision_id
    left join withdrawn
        on said.decision_id = withdrawn.decision_id
    where open_actions.decision_id is null
),

-- What has been delivered is done: nothing is to be withdrawn.
unwanted as (
    select
        decision_id,
        revision + case when operation = 'withdraw' then 0 else 1 end as revision,
        'withdraw' as operation,
        case when operation = 'withdraw' then decision_state else end_state end as decision_state,
        today as as_of_date,
        {% for column in columns[6:-1] %}
        {{ column }},
        {% endfor %}
        content_hash
    from ended
    where
        (operation <> 'withdraw' and end_state <> 'delivered')
        or (operation = 'withdraw' and as_of_date = today)
),

changed as (
    select * from wanted
    union all
    select * from unwanted
),

keyed as (
    select
        *,
        md5(concat_ws('|', decision_id, cast(revision as varchar), operation, content_hash))
            as delivery_key
    from changed
),

final as (
    select
        {% for column in crm_action_columns()[:-1] %}
        cast({{ column.name }} as {{ column.type }}) as {{ column.name }},
        {% endfor %}
        cast(content_hash as varchar) as content_hash
    from keyed
)

select * from final
