"""The exercise type `order`."""
