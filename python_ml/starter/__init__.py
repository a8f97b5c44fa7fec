"""Looks at a company's files and writes the dbt project that feeds them to the engine."""
