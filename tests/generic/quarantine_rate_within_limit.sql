{# Stops the build with a sentence that names the input and its top rules. #}
{% test quarantine_rate_within_limit(model) %}
select
    {{ raise_error(
        "input_name || ' has ' || cast(quarantined_row_count as varchar) || ' of '"
        ~ " || cast(raw_row_count as varchar) || ' rows quarantined ('"
        ~ " || cast(round(100 * quarantine_rate, 1) as varchar) || '%); nba_max_quarantine_rate allows "
        ~ (100 * var('nba_max_quarantine_rate')) | round(1)
        ~ "%. Top rules: ' || top_rules || '. The rows are in quarantined_records.'"
    ) }} as message
from {{ model }}
where quarantine_rate > {{ var('nba_max_quarantine_rate') }}
{% endtest %}
