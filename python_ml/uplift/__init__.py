"""What actions cause and how likely they succeed: trained, judged and scored."""
