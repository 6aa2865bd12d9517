"""What every context builds on: time, ids, money, errors, rules, storage, transactions and
events.
"""
