"""The exercise type `jsonl`."""
