{% macro off_policy_terms(rows, weight_clip, switch_weight) -%}
    select
        weighted.*,
        weight * reward as ips_term,
        predicted_target as dm_term,
        predicted_target + weight * (reward - predicted_logged) as dr_term,
        least(weight, {{ weight_clip }}) * reward as ips_clipped_term,
        predicted_target + least(weight, {{ weight_clip }}) * (reward - predicted_logged)
            as dr_clipped_term,
        predicted_target
        + case
            when weight <= {{ switch_weight }} then weight * (reward - predicted_logged)
            else 0
        end as switch_dr_term
    from (
        select
            *,
            target_probability / logged_probability as weight
        from {{ rows }}
    ) as weighted
{%- endmacro %}
