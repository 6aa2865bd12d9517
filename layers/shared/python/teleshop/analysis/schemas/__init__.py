"""What goes in and out over HTTP, and the events."""

from teleshop.analysis.schemas.events import CauseOutOfControl, ComplaintBurst

__all__ = ["CauseOutOfControl", "ComplaintBurst"]
