{#- Removes one customer from every table of the warehouse and of the served file: from the logs, and from what is
    built from inputs. What is added up over many customers stays. -#}
{% macro erase_customer(customer_id) %}
    {{ return(adapter.dispatch('erase_customer', 'next_best_action')(customer_id)) }}
{% endmacro %}

{% macro duckdb__erase_customer(customer_id) %}
    {% set customer = (customer_id or '') | string | trim %}
    {% if not customer %}
        {% do exceptions.raise_compiler_error(
            "Say whom to erase: dbt run-operation erase_customer --args '{customer_id: ...}'."
        ) %}
    {% endif %}
    {% set databases = [target.database] %}
    {% if run_query(
        "select 1 from glob(" ~ text_literal(served_file()) ~ ")"
    ).rows | length %}
        {% do run_query("attach " ~ text_literal(served_file()) ~ " as served") %}
        {% do databases.append('served') %}
    {% endif %}
    {# Some tables know the customer by their decisions alone. #}
    {% set decision_log = existing_relation('decision_log') %}
    {% do run_query(
        'create or replace temp table erased_decisions as '
        ~ ('select decision_id from ' ~ decision_log ~ ' where customer_id = ' ~ text_literal(customer)
            if decision_log else 'select cast(null as varchar) as decision_id where false')
    ) %}
    {% set erased = [] %}
    {% for database in databases %}
        {% for schema, table, condition in erasure_conditions(database, customer) %}
            {% set relation = adapter.quote(database) ~ '.' ~ adapter.quote(schema) ~ '.'
                ~ adapter.quote(table) %}
            {% set row_count = run_query(
                'select count(*) from ' ~ relation ~ ' where ' ~ condition
            ).columns[0][0] | int %}
            {% if row_count %}
                {% do run_query('delete from ' ~ relation ~ ' where ' ~ condition) %}
                {% do erased.append(row_count) %}
            {% endif %}
        {% endfor %}
        {% if database == 'served' %}
            {% do erased.extend(erase_from_history_files(customer)) %}
        {% else %}
            {# Tables without the customer are not what they were made of. #}
            {% do run_query('drop table if exists ' ~ fingerprint_table()) %}
        {% endif %}
        {# A transaction writes to one database; and what was deleted leaves the file with a checkpoint. #}
        {% do run_query('commit') %}
        {% do run_query('checkpoint ' ~ adapter.quote(database)) %}
        {% do run_query('begin') %}
    {% endfor %}
    {% if 'served' in databases %}
        {% do run_query('detach served') %}
    {% endif %}
    {% if not erased %}
        {% do reject_unknown_customer(customer) %}
    {% endif %}
    {% do log(
        "Erased " ~ erased | sum ~ " rows of the customer '" ~ customer ~ "' from " ~ erased | length
        ~ " tables. Remove the customer from the raw tables as well, or the next build brings them"
        ~ " back; older copies of the files, exports and other systems are yours to clean.",
        info=true
    ) %}
{% endmacro %}
