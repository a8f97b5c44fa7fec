"""Who gets what: allocation, exploration, rules and reasons."""
