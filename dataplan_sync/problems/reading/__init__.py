"""The rules that plan files must keep so that they can be read: their texts. `files` finds what breaks them."""
