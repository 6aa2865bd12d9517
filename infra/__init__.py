"""Template fragments of every context, and the programs that build, deploy and run them locally."""
