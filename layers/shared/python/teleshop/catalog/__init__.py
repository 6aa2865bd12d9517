"""Products: what suppliers offer, how it is admitted, reviewed, changed, published."""
