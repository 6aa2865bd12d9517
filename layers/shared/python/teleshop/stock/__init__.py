"""Stock: what is there of an article, what of it is promised, what a promotion may still sell."""
