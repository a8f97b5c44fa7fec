"""What monitors need beyond what SQL can do."""
