"""What learners are made of: trials, boosted regressions on them, and cross-fitting."""
