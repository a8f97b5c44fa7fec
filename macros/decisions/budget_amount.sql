{% macro budget_amount() -%}
    cast('{{ var("nba_budget_amount") }}' as decimal(18, 4))
{%- endmacro %}
