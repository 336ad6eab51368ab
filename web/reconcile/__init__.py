"""The Reconciliation Service API 0.2 over our actors: spreadsheets are matched against them, with a date as a hint.

The specification is of the W3C Entity Reconciliation Community Group; OpenRefine is its best known client.
"""
