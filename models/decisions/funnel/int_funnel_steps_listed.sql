with

final as (
    {% for step in funnel_steps() %}
    select
        {{ loop.index }} as step_order,
        {{ text_literal(step.name) }} as step,
        {{ text_literal(step.meaning) }} as meaning
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
