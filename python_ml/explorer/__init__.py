"""The published tables to look around in: filters, one customer, another budget, all policies."""
