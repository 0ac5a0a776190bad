"""Lucide icons an item may use: those that set-up fetches and the shell can tint."""

ICONS = frozenset(
    {
        "accessibility",
        "baby",
        "banknote",
        "bell",
        "briefcase-business",
        "building-2",
        "calendar-check",
        "car",
        "credit-card",
        "file-check",
        "file-search",
        "file-text",
        "graduation-cap",
        "hand-coins",
        "heart-pulse",
        "house",
        "id-card",
        "landmark",
        "map-pin",
        "printer",
        "receipt",
        "scale",
        "shield-check",
        "stamp",
        "store",
        "user-round",
        "users",
        "wallet",
    }
)
