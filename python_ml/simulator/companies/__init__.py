"""Small made-up companies whose exports look like nobody's contract, each with its known truth."""
