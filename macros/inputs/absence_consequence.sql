{#- What a build goes without if it has no rows of an input. -#}
{% macro absence_consequence(input) %}
    {% set consequences = {
        'customers': 'nobody to decide for',
        'actions': 'nothing to recommend',
        'word_mappings': 'words are taken as they come',
        'goals': 'one goal, that subscriptions go on',
        'treatments': 'every action is given in one way',
        'segment_actions': 'the policy business_as_usual does nothing',
        'experiments': 'no experiment is designed, assigned or read',
        'experiment_arms': 'no experiment is assigned',
        'experiment_metrics': 'no experiment is read',
        'resources': 'nothing but the budget limits the actions',
        'resource_use': 'no action uses a resource',
        'account_manager_capacities': 'all account managers have the limits of the resource',
        'eligibility_rules': 'no rule keeps an action from a customer',
        'contact_policies': 'no limit on how often a customer is contacted',
        'do_not_contact': 'everybody may be contacted',
        'decision_triggers': 'customers are up for a decision when they are first seen, and once a period',
        'scenarios': 'no scenario is computed',
        'crm_fields': 'objects for other systems are those of the shipped examples',
        'sensitive_attributes': 'nobody asks whether groups of customers are treated alike',
        'subscriptions': 'no contract value, no renewal dates, no lifetime value but the one that customers bring',
        'usage': 'no engagement; segments by risk and value alone',
        'support_tickets': 'no tickets among the features and rules',
        'survey_responses': 'no satisfaction among the features and rules',
        'churn_scores': 'the risk of leaving is learnt from subscriptions',
        'action_history': 'no propensity model, and no contacts for the contact policies to count',
        'experiment_assignments': 'no uplift is learnt',
        'outcomes': 'no uplift is learnt, and no experiment is read',
        'customer_outcomes': 'logged decisions are not judged by what came of them',
    } %}
    {{ return(consequences.get(input, 'an empty table')) }}
{% endmacro %}
