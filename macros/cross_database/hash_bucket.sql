{% macro hash_bucket(key, bucket_count) %}
    {{ return(adapter.dispatch('hash_bucket', 'next_best_action')(key, bucket_count)) }}
{% endmacro %}

{% macro default__hash_bucket(key, bucket_count) -%}
    cast(conv(substr(md5({{ key }}), 1, 8), 16, 10) % {{ bucket_count }} as int)
{%- endmacro %}

{% macro duckdb__hash_bucket(key, bucket_count) -%}
    cast(cast('0x' || substr(md5({{ key }}), 1, 8) as bigint) % {{ bucket_count }} as integer)
{%- endmacro %}
