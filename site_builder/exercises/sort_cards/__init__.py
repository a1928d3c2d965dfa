"""The exercise type `sort_cards`."""
