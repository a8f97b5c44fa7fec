{% macro bootstrap_weights(group_count, replicate_count) -%}
    {# How often each group of units is drawn in each replicate: Poisson with mean 1, from a hash. #}
    select
        groups.bootstrap_group,
        replicates.replicate,
        case
            {% set probability = namespace(mass=0.36787944117144233, cumulated=0.0) %}
            {% for count in range(7) %}
            {% set probability.cumulated = probability.cumulated + probability.mass %}
            when draws.draw < {{ (probability.cumulated * 1000000) | round | int }} then {{ count }}
            {% set probability.mass = probability.mass / (count + 1) %}
            {% endfor %}
            else 7
        end as group_weight
    from ({{ number_rows(group_count) }}) as groups(bootstrap_group)
    cross join ({{ number_rows(replicate_count) }}) as replicates(replicate)
    cross join lateral (
        select
            {{ hash_bucket(
                "concat_ws('|', 'bootstrap', cast(groups.bootstrap_group as varchar), "
                ~ "cast(replicates.replicate as varchar))", 1000000
            ) }} as draw
    ) as draws
{%- endmacro %}
