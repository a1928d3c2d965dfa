"""The exercise type `checklist`."""
