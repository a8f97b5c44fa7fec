{#
    Stops the build before anything is decided or learnt on inputs that cannot bear it. One sentence, of the first
    cause alone: what follows from it would bury it.
#}
{% test inputs_fit_for_decisions(model) %}
{#- A build with --empty reads no rows, and decides nothing. -#}
{% if flags.EMPTY %}
select 1 as failure
where false
{% else %}
with

customers as (
    select
        'No customer was accepted: '
        || case
            when raw_row_count = 0 then 'the raw table customers has no rows'
            else
                'all ' || cast(raw_row_count as varchar)
                || ' rows of the raw table customers are quarantined (top rules: ' || top_rules
                || '; ' || top_reason || ')'
        end
        || '. Nothing can be decided for nobody.' as sentence
    from {{ model }}
    where input_name = 'input_customers' and accepted_row_count = 0
),

inaction as (
    select
        'No accepted and enabled row of the raw table actions has the action_id do_nothing. Add it,'
        || ' with the goal none and a cost of 0: it is what all others are compared with.'
        || coalesce((
            select min(' A row was rejected: ' || rejection_detail || '.')
            from {{ ref('int_actions_checked') }}
            where rejection_rule is not null
        ), '') as sentence
    where
        not exists (
            select 1
            from {{ ref('int_actions_checked') }}
            where rejection_rule is null and action_id = 'do_nothing' and is_enabled
        )
),

decision_day as (
    select
        'No input holds a date that says which day it is. Set the variable nba_as_of_date to the day'
        || ' that decisions are made for, written YYYY-MM-DD.' as sentence
    from {{ ref('int_as_of_date') }}
    where as_of_date is null
),

-- Rows of unknown customers follow from customers who were rejected, and those come first.
rates as (
    select
        string_agg(
            input_name || ' has ' || cast(quarantined_row_count as varchar) || ' of '
            || cast(raw_row_count as varchar) || ' rows quarantined (top rules: ' || top_rules
            || '; ' || top_reason || ').',
            ' ' order by input_order
        )
        || ' The variable nba_max_quarantine_rate allows a share of '
        || '{{ var("nba_max_quarantine_rate") }}. The rejected rows are in quarantined_records: mend'
        || ' the source, or raise the limit if they may be left out.' as sentence
    from {{ model }}
    where quarantine_rate > {{ var('nba_max_quarantine_rate') }}
),

sentences as (
    select coalesce(
        (select sentence from customers),
        (select sentence from inaction),
        (select sentence from decision_day),
        (select sentence from rates)
    ) as sentence
)

select sentence
from sentences
-- In the condition, because dbt counts the rows and would drop an unused column.
where
    case
        when sentence is not null then cast({{ raise_error('sentence') }} as boolean)
        else false
    end
{% endif %}
{% endtest %}
