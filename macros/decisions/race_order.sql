{#- The risk learner comes before the propensity policy: it is what is left of that policy once a trial
    has told how much of the success is caused, in two numbers per action. -#}
{% macro race_order() %}
    {% set simplest = ['constant_effect', 'risk'] %}
    {% set learners = list_var('nba_learners') %}
    {{ return(
        (learners | select('in', simplest) | list)
        + ['propensity']
        + (learners | reject('in', simplest) | list)
    ) }}
{% endmacro %}
