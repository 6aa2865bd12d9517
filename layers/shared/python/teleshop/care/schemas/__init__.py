"""Forms of the care context: `bodies` that callers send, `views` that they see, `events` that tell
others.
"""
