"""Categories of goods: a tree whose members inherit what is demanded of the goods below them."""
