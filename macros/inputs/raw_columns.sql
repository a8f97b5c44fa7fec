{% macro raw_columns(table) %}
    {% set columns = {
        'goals': {
            'required': ['goal', 'success_metric'],
            'optional': [
                'goal_name', 'value_column', 'value_amount', 'stake_attribute', 'stake_operator',
                'stake_value', 'goal_order', 'baseline_metric',
            ],
        },
        'actions': {
            'required': ['action_id', 'goal', 'unit_cost_amount', 'is_enabled'],
            'optional': [
                'action_name', 'channel', 'success_cost_amount', 'success_discount_rate',
                'action_group', 'available_from', 'available_until', 'is_mandatory',
                'mandatory_gap_days', 'business_weight', 'assumed_persuasion_rate',
                'assumed_evidence_count',
            ],
        },
        'treatments': {
            'required': ['treatment_id', 'action_id'],
            'optional': [
                'treatment_name', 'channel', 'unit_cost_amount', 'success_cost_amount',
                'success_discount_rate', 'is_enabled',
            ],
        },
        'segment_actions': {'required': ['segment', 'action_id'], 'optional': []},
        'experiments': {
            'required': ['experiment_id', 'starts_on', 'traffic_rate', 'significance_level', 'power'],
            'optional': [
                'experiment_name', 'ends_on', 'exclusion_group', 'baseline_value',
                'baseline_standard_deviation', 'minimum_detectable_effect', 'weekly_eligible_count',
            ],
        },
        'experiment_arms': {
            'required': ['experiment_id', 'arm', 'is_control', 'allocation_weight'],
            'optional': [],
        },
        'experiment_metrics': {
            'required': [
                'experiment_id', 'metric', 'metric_type', 'numerator', 'direction', 'role',
            ],
            'optional': [
                'denominator', 'numerator_covariate', 'denominator_covariate',
                'non_inferiority_margin', 'missing_value', 'winsor_lower_rate',
                'winsor_upper_rate',
            ],
        },
        'resources': {
            'required': ['resource_id', 'scope'],
            'optional': [
                'resource_name', 'unit_name', 'maximum_amount', 'minimum_amount', 'period',
            ],
        },
        'resource_use': {'required': ['resource_id', 'action_id', 'amount'], 'optional': []},
        'account_manager_capacities': {
            'required': ['resource_id', 'account_manager_id', 'maximum_amount'],
            'optional': [],
        },
        'eligibility_rules': {
            'required': ['rule_id', 'attribute', 'operator', 'reason'],
            'optional': ['action_id', 'channel', 'goal', 'value'],
        },
        'contact_policies': {
            'required': ['policy_id', 'counted', 'maximum_contact_count', 'window_days'],
            'optional': ['channel'],
        },
        'do_not_contact': {'required': ['customer_id', 'channel'], 'optional': ['reason']},
        'decision_triggers': {
            'required': ['trigger_id', 'attribute', 'operator', 'gap_days'],
            'optional': ['value'],
        },
        'scenarios': {
            'required': ['scenario_id', 'changed', 'target', 'operation', 'amount'],
            'optional': [],
        },
        'crm_fields': {
            'required': ['target', 'object', 'field'],
            'optional': ['source_column', 'literal', 'operation', 'worked_by'],
        },
        'sensitive_attributes': {'required': ['attribute'], 'optional': ['is_protected']},
        'word_mappings': {
            'required': ['input_name', 'column_name', 'source_word', 'contract_word'],
            'optional': [],
        },
        'customers': {
            'required': ['customer_id'],
            'optional': [
                'industry', 'size_band', 'region', 'plan', 'acquisition_channel',
                'account_manager_id', 'signed_up_on', 'customer_lifetime_value_amount',
                'expansion_value_amount',
            ],
        },
        'subscriptions': {
            'required': [
                'subscription_id', 'customer_id', 'started_on', 'renews_on',
                'annual_recurring_revenue_amount',
            ],
            'optional': ['ended_on', 'seat_count', 'discount_rate'],
        },
        'usage': {
            'required': ['customer_id', 'week_start_on', 'session_count'],
            'optional': ['active_user_count', 'feature_count'],
        },
        'support_tickets': {
            'required': ['ticket_id', 'customer_id', 'opened_at'],
            'optional': ['resolved_at', 'severity', 'satisfaction_score'],
        },
        'survey_responses': {
            'required': ['response_id', 'customer_id', 'responded_at', 'nps_score'],
            'optional': [],
        },
        'churn_scores': {
            'required': ['customer_id', 'scored_on', 'churn_probability'],
            'optional': [],
        },
        'action_history': {
            'required': [
                'action_event_id', 'customer_id', 'action_id', 'performed_at', 'was_successful',
            ],
            'optional': ['cost_amount', 'decision_id', 'override_reason'],
        },
        'experiment_assignments': {
            'required': [
                'experiment_id', 'customer_id', 'assigned_at', 'arm', 'action_id',
                'action_probability',
            ],
            'optional': ['stratum'],
        },
        'outcomes': {
            'required': ['experiment_id', 'customer_id', 'metric', 'observed_at', 'value'],
            'optional': [],
        },
        'customer_outcomes': {
            'required': ['customer_id', 'metric', 'observed_at', 'value'],
            'optional': [],
        },
    } %}
    {{ return(columns[table]) }}
{% endmacro %}
