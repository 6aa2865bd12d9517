"""What tests of every context build on: a fresh cloud, its wiring, the fault walk and the register
of use cases.
"""
