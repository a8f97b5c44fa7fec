"""Inference on randomised experiments, from exact sums that the warehouse computes."""
