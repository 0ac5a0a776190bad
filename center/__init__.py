"""The central backend: enrolment, intake, queries, identity checks, ratings and the change feed."""
