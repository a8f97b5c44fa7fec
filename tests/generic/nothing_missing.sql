{# For tables that outlive a build: a constraint holds only in those created since it was stated. #}
{% test nothing_missing(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
