"""Recommendations where they are used: files and deliveries for systems that carry actions out."""
