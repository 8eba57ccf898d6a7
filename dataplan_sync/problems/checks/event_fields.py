"""What an event has besides its attributes: names that are no attributes where they stand.

From the OpenAPI document of mParticle's Events API: `event_type` and `data`, the fields that all events have in
`data`, and those of the kinds of events that a data plan can hold.
"""

from __future__ import annotations

from typing import Final

HOLDER: Final = "custom_attributes"
EVENT_KEYS: Final = frozenset(("event_type", "data"))

_COMMON: Final = (
    *("event_id", "source_message_id", "session_id", "session_uuid", "event_num"),
    *("timestamp_unixtime_ms", "event_start_unixtime_ms", "session_start_unixtime_ms"),
    *("custom_attributes", "location", "device_current_state", "data_connection_type"),
    *("is_goal_defined", "lifetime_value_change", "lifetime_value_attribute_name"),
    *("view_controller", "is_main_thread", "canonical_name", "event_system_notification_info"),
)
_BY_KIND: Final = (
    *("custom_event_type", "event_name", "custom_flags", "media_info", "source_id"),
    *("screen_name", "activity_type"),
    *("product_action", "promotion_action", "product_impressions", "shopping_cart"),
    *("currency_code", "is_non_interactive"),
)
DATA_FIELDS: Final = frozenset((*_COMMON, *_BY_KIND))
"""Of all kinds of events together: better that one slip is missed than that a field is reported that is right."""
