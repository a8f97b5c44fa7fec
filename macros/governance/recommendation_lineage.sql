{#- From the recommendation back to the raw rows: what each step of docs/architecture.md holds of one customer. -#}
{% macro recommendation_lineage(customer_id) %}
    {{ return(adapter.dispatch('recommendation_lineage', 'next_best_action')(customer_id)) }}
{% endmacro %}

{% macro duckdb__recommendation_lineage(customer_id) %}
    {% set key = text_literal((customer_id or '') | string | trim) %}
    {% set steps = [
        'recommendations', 'decision_trace', 'action_values', 'action_eligibility', 'uplift_scores',
        'propensity_scores', 'goal_baselines', 'customer_segments', 'decision_points',
        'customer_profile', 'customer_engagement', var('nba_features_model'),
    ] %}
    {% set raw_tables = [] %}
    {% for input in input_names() if 'customer_id' in raw_columns(input).required %}
        {% do raw_tables.append('stg_raw__' ~ input) %}
    {% endfor %}
    {% set told = [] %}
    {% for table in steps + raw_tables %}
        {% set relation = existing_relation(table) %}
        {% if relation %}
            {% for row in run_query(
                'select cast(to_json(lineage_rows) as varchar) from ' ~ relation
                ~ ' as lineage_rows where customer_id = ' ~ key ~ ' order by 1'
            ).columns[0].values() %}
                {% do told.append(table) %}
                {% do print(table ~ ': ' ~ row) %}
            {% endfor %}
        {% endif %}
    {% endfor %}
    {% for rule, detail, record in run_query(
        "select rule, detail, record from " ~ existing_relation('quarantined_records')
        ~ " where contains(record, " ~ text_literal('"customer_id":' ~ tojson(customer_id | string))
        ~ ")"
    ).rows %}
        {% do told.append('quarantined_records') %}
        {% do print('quarantined_records: ' ~ rule ~ ' (' ~ detail ~ '): ' ~ record) %}
    {% endfor %}
    {% if not told %}
        {% do reject_unknown_customer(customer_id) %}
    {% endif %}
{% endmacro %}
