"""Human decisions: who must decide what by when, with four eyes, delegation, escalation and
withdrawal.
"""
