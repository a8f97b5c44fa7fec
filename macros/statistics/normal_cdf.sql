{% macro normal_cdf(x) -%}
    {# Abramowitz and Stegun (1964), 26.2.17: right to 7.5e-8. #}
    {% set t = '(1.0 / (1.0 + 0.2316419 * abs(' ~ x ~ ')))' %}
    {% set tail = 'exp(-power(' ~ x ~ ', 2) / 2.0) / 2.5066282746310002 * ' ~ t
        ~ ' * (0.319381530 + ' ~ t ~ ' * (-0.356563782 + ' ~ t ~ ' * (1.781477937 + '
        ~ t ~ ' * (-1.821255978 + ' ~ t ~ ' * 1.330274429))))' %}
    case when {{ x }} >= 0 then 1.0 - {{ tail }} else {{ tail }} end
{%- endmacro %}
