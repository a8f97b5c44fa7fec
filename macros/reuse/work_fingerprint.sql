{#- What a table is made of: its SQL, its description, and the contents of the tables that its SQL names, those included
    that it reads without a ref. -#}
{% macro work_fingerprint(relation, sql) %}
    {% set pattern = modules.re.escape('"' ~ relation.database ~ '"') ~ '[.]"[^"]+"[.]"[^"]+"' %}
    {% set names = [] %}
    {% for name in modules.re.findall(pattern, sql) if name not in names %}
        {% do names.append(name) %}
    {% endfor %}
    {% set contents = [] %}
    {% for name in names | sort %}
        {% do contents.append(content_fingerprint(name)) %}
    {% endfor %}
    {% set version = run_query('select version()').columns[0][0] %}
    {{ return(local_md5([sql, model.description, model.columns, names, contents, version] | string)) }}
{% endmacro %}
