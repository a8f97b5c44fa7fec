"""Customers as the learners see them."""
