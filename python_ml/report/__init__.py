"""The report: one page of pictures and sentences, made from the published tables alone."""
