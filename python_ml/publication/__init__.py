"""What readers get, and the summary that is printed."""
