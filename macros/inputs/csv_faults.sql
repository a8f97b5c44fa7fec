{#- Kinds of errors that DuckDB's reader finds in a CSV file, without stopping at them. -#}
{% macro csv_faults(path, dialect) %}
    {% do run_query('drop table if exists csv_faults') %}
    {% do run_query('drop table if exists csv_faults_of_scan') %}
    {% set options = ", store_rejects = true, rejects_table = 'csv_faults', rejects_scan = 'csv_faults_of_scan'" %}
    {% do run_query('select count(columns(*)) from ' ~ csv_reader(path, dialect, options)) %}
    {% set faults = run_query('select distinct cast(error_type as varchar) from csv_faults order by 1') %}
    {{ return(faults.columns[0].values() | list) }}
{% endmacro %}
