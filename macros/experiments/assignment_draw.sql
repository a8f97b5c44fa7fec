{% macro assignment_draw(purpose, customer_id) -%}
    {%- set key = "'" ~ var('nba_assignment_salt') ~ "|' || " ~ purpose ~ " || '|' || " ~ customer_id -%}
    {{ hash_bucket(key, 100000000) }} / 100000000.0
{%- endmacro %}
