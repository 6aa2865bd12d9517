"""Satisfaction: programmes, invitations, answers, published figures."""
