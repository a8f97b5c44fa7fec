"""Without dbt's messages for debugging, which nobody reads in tests: a tenth of a build's time."""

from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager

_fire_event = EventManager.fire_event


def skip_debug_messages():
    EventManager.fire_event = _fire_what_is_read


def _fire_what_is_read(manager, e, level=None, *arguments, **settings):
    if (level or e.level_tag()) not in {EventLevel.DEBUG, EventLevel.TEST}:
        _fire_event(manager, e, level, *arguments, **settings)
