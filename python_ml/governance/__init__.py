"""Pages for auditors, and for customers who ask why, from the published tables alone."""
