"""Suppliers under watch between assessments: a letter, then a hold, then a person decides."""
