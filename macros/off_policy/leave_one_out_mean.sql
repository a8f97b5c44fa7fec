{% macro leave_one_out_mean(value, is_own, totals, overall) -%}
    (
        coalesce({{ totals }}.reward_total, 0)
        - case when {{ is_own }} then coalesce({{ value }}, 0) else 0 end
        + ({{ overall }}.reward_total - coalesce({{ value }}, 0))
        / nullif(
            {{ overall }}.unit_count - case when {{ value }} is not null then 1 else 0 end, 0
        )
    ) / (
        coalesce({{ totals }}.unit_count, 0)
        - case when {{ is_own }} and {{ value }} is not null then 1 else 0 end
        + 1
    )
{%- endmacro %}
