"""Notifications (通知): what people are told about events, in their language, through the channels they have."""
