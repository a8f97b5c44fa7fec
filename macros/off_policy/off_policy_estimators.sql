{% macro off_policy_estimators() %}
    {{ return(['ips', 'snips', 'dm', 'dr', 'ips_clipped', 'dr_clipped', 'switch_dr']) }}
{% endmacro %}
