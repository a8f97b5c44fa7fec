"""The sections of the report, one per file; each reads the published tables and nothing else."""
