"""What cases are about and how fast they are kept: causes, counters, control charts, bursts."""
