{# One row per critical alert: dbt shows how many there are, and dbt show what they say. #}
{% test nothing_critical(model) %}
{{ config(severity='error' if var('nba_fail_on_critical') else 'warn') }}
select
    subject,
    sentence
from {{ model }}
where severity = 'critical'
{% endtest %}
