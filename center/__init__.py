"""The central backend: enrolment, intake, queries, identity checks, ratings and the change feed.

A running centre describes its interface itself, without a network: /docs for people, /openapi.json for machines.
"""
