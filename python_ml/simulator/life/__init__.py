"""A company that lives day by day, and is decided for by the engine's own code."""
