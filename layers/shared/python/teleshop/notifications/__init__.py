"""Notifications (通知): what people are told of events, in both languages, by channel."""
