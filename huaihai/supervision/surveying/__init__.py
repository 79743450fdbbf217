"""Surveys: a questionnaire of our own or a file of another service, quotas, weights, margins, results."""
