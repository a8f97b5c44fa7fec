{# Where an action can be lost to a customer, in the order in which it is asked. #}
{% macro funnel_steps() %}
    {{ return([
        {'name': 'customers', 'meaning': 'active customers'},
        {'name': 'holdout', 'meaning': 'in the global holdout'},
        {'name': 'rules', 'meaning': 'blocked by an eligibility rule'},
        {'name': 'contact_policy', 'meaning': 'contacted too often'},
        {'name': 'do_not_contact', 'meaning': 'not to be contacted'},
        {'name': 'not_live', 'meaning': 'the action is disabled, or its days have not come or are over'},
        {'name': 'no_evidence', 'meaning': 'the policy in charge has nothing to value the action by'},
        {'name': 'not_worth_it', 'meaning': 'not expected to earn more than it costs'},
        {'name': 'another_choice', 'meaning': 'another action is recommended, or chance or a challenger decided'},
        {'name': 'resources', 'meaning': 'budget and resources earn more elsewhere'},
        {'name': 'recommended', 'meaning': 'recommended'},
    ]) }}
{% endmacro %}
