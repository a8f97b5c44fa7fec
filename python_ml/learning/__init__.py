"""What decisions have taught, and what is worth finding out next."""
