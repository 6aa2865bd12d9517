"""One module per context with its `USE_CASES`."""
