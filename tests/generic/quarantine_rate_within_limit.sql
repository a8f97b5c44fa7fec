{# Stops the build with a sentence that names every input above the limit and its top rules. #}
{% test quarantine_rate_within_limit(model) %}
with

sentences as (
    select
        string_agg(
            input_name || ' has ' || cast(quarantined_row_count as varchar) || ' of '
            || cast(raw_row_count as varchar) || ' rows quarantined (top rules: ' || top_rules
            || ').',
            ' ' order by input_name
        ) as sentence
    from {{ model }}
    where quarantine_rate > {{ var('nba_max_quarantine_rate') }}
)

select sentence
from sentences
-- In the condition, because dbt counts the rows and would drop an unused column.
where
    case
        when sentence is not null
            then
                cast({{ raise_error(
                    "sentence || ' The variable nba_max_quarantine_rate allows a share of "
                    ~ var('nba_max_quarantine_rate')
                    ~ ". The rejected rows are in quarantined_records: mend the source, or raise the"
                    ~ " limit if they may be left out.'"
                ) }} as boolean)
        else false
    end
{% endtest %}
